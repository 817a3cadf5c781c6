import type { Page } from "@playwright/test";
import { history } from "../../bench/history.ts";
import { seedConversations } from "../../bench/seed.ts";
import { openClient } from "../../lib/db/open-client.ts";
import type { App } from "./app.ts";
import type { Client } from "./client.ts";
import { waitForReplicas } from "./seed.ts";

/** One message of a conversation that is made as a whole. */
export type Said = { role: "user" | "assistant"; text: string };

/** Questions and answers with their numbers, the first one 0. */
export const said = (count: number): Said[] => history(count);

/** Puts a conversation into the app's database, as if it had been held there. Gives its id. */
export async function addConversation(app: App, client: Client, messages: Said[]): Promise<string> {
  const session = (await (await client.get("/api/auth/get-session")).json()) as { userId: string };
  const database = openClient(app.databaseUrl);
  try {
    const [made] = await seedConversations(database, session.userId, "openai:scenario/quick", 1, messages);
    const id = made?.id ?? "";
    await waitForReplicas(app, `SELECT COUNT(*) FROM "Message" WHERE "conversationId" = ?`, [id]);
    return id;
  } finally {
    database.close();
  }
}

/** Gives a message of such a conversation sources, `count` of them; `sequence` 1 is the first message. */
export async function addSources(app: App, conversationId: string, sequence: number, count: number): Promise<void> {
  const database = openClient(app.databaseUrl);
  const sources = Array.from({ length: count }, (_, index) => ({
    type: "source",
    text: `Source ${index + 1}`,
    url: `https://source-${index + 1}.example/`,
  }));
  try {
    for (const source of sources)
      await database.execute({
        sql: `UPDATE "Message" SET "parts" = json_insert("parts", '$[#]', json(?))
          WHERE "conversationId" = ? AND "sequence" = ?`,
        args: [JSON.stringify(source), conversationId, sequence],
      });
    const parts = `SELECT SUM(LENGTH("parts")) FROM "Message" WHERE "conversationId" = ?`;
    await waitForReplicas(app, parts, [conversationId]);
  } finally {
    database.close();
  }
}

/** The numbers of the messages that are in the page, in their order. */
export const numbersIn = (page: Page): Promise<number[]> =>
  page
    .locator("article[data-message-id]")
    .evaluateAll((articles) =>
      articles.map((article) => Number(/(?:Question|Answer) (\d+)/.exec(article.textContent ?? "")?.[1])),
    );

/** The numbers of the messages of which something is seen in the list. */
export const numbersSeen = (page: Page): Promise<number[]> =>
  page.getByRole("region", { name: "Conversation", exact: true }).evaluate((list) => {
    const view = list.getBoundingClientRect();
    return [...list.querySelectorAll("article[data-message-id]")].flatMap((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      const number = Number(/(?:Question|Answer) (\d+)/.exec(article.textContent ?? "")?.[1]);
      return bottom > view.top + 1 && top < view.bottom - 1 ? [number] : [];
    });
  });
