import { randomBytes } from "node:crypto";
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import {
  type ConversationView,
  type EarlierPage,
  type MessageView,
  nothingEarlier,
} from "../../lib/conversations/schema.ts";
import type { Account } from "./accounts.ts";
import type { Client } from "./client.ts";

/** The chat page as a person finds their way in it. */
export type Chat = {
  page: Page;
  box: Locator;
  sendButton: Locator;
  stopButton: Locator;
  modelButton: Locator;
  newChat: Locator;
  /** the models in the open picker */
  models: Locator;
  /** the sidebar's list */
  conversations: Locator;
  questions: Locator;
  answers: Locator;
  /** the last answer */
  answer: Locator;
  alert: Locator;
  /** what is still to be sent, each with its buttons */
  waiting: Locator;
  editWaiting: Locator;
  removeWaiting: Locator;
  sendNow: Locator;
  /** a line of the sidebar */
  line: (title: string) => Locator;
  /** types a message and presses Enter */
  send: (text: string) => Promise<void>;
  /** picks a model by typing its whole id, listed or not */
  chooseModel: (id: string) => Promise<void>;
  /** the paragraph that numbered words stand in */
  words: Locator;
  /** waits until the last answer has this status, 10 seconds unless told */
  waitFor: (status: MessageView["status"], seconds?: number) => Promise<void>;
  /** of the conversation that is open; waits for it to have an address */
  id: () => Promise<string>;
  /** picks an entry of a conversation's menu */
  chooseFromMenu: (title: string, entry: string) => Promise<void>;
};

/** The chat page behind a browser's page. */
export function chatOn(page: Page): Chat {
  const conversations = page.getByRole("navigation", { name: "Conversations" });
  const box = page.getByRole("textbox", { name: "Message" });
  const modelButton = page.getByRole("button", { name: /^Model: / });
  const models = page.getByRole("listbox", { name: "Choose a model" }).getByRole("option");
  const answers = page.locator('article[data-role="assistant"]');
  const answer = answers.last();
  const line = (title: string) => conversations.getByRole("link", { name: title });
  return {
    page,
    box,
    sendButton: page.getByRole("button", { name: "Send message" }),
    stopButton: page.getByRole("button", { name: "Stop", exact: true }),
    modelButton,
    newChat: page.getByRole("button", { name: "New chat" }),
    models,
    conversations,
    questions: page.locator('article[data-role="user"]'),
    answers,
    answer,
    alert: page.getByRole("main").getByRole("alert"),
    waiting: page.getByRole("region", { name: "Waiting messages" }).getByRole("listitem"),
    editWaiting: page.getByRole("button", { name: "Edit waiting message" }),
    removeWaiting: page.getByRole("button", { name: "Remove waiting message" }),
    sendNow: page.getByRole("button", { name: "Send now" }),
    line,
    words: answer.getByRole("paragraph").first(),
    send: async (text) => {
      await box.fill(text);
      await box.press("Enter");
    },
    chooseModel: async (id) => {
      await modelButton.click();
      const search = page.getByRole("searchbox", { name: "Search models" });
      await search.fill(id);
      await models.filter({ hasText: id }).first().click();
      await expect(modelButton).toHaveAccessibleName(/^Model: /);
      await expect(search).toBeHidden();
    },
    waitFor: (status, seconds = 10) =>
      expect(answer).toHaveAttribute("data-status", status, { timeout: seconds * 1000 }),
    id: async () => {
      await page.waitForURL(/\/c\/[0-9a-f-]{36}$/);
      return page.url().slice(-36);
    },
    chooseFromMenu: async (title, entry) => {
      await line(title).hover();
      const row = conversations.getByRole("listitem").filter({ has: page.getByRole("link", { name: title }) });
      await row.getByRole("button", { name: "Conversation options" }).click();
      await page.getByRole("menuitem", { name: entry }).click();
    },
  };
}

/** Gives a browser the session of an account at an app that is not the worker's. */
export async function enter(page: Page, app: { url: string }, account: { cookie: string }): Promise<void> {
  const [name = "", value = ""] = account.cookie.split("=", 2);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(app.url);
}

/** A second browser of the same person, with nothing of the first one's but the session. */
export async function otherDevice(page: Page, account: Account): Promise<Page> {
  const context = (await page
    .context()
    .browser()
    ?.newContext({ locale: "en-US", extraHTTPHeaders: { "x-forwarded-for": account.address } })) as BrowserContext;
  await context.addCookies(await page.context().cookies());
  return context.newPage();
}

/** A question that no other test asks: by it the calls of a test are told from others in the provider's log. */
export function newQuestion(words = "What is"): string {
  return `${words} ${randomBytes(4).toString("hex")}?`;
}

/** A conversation as the server has it stored, from its first message on. */
export async function storedConversation(client: Client, id: string): Promise<ConversationView> {
  const response = await client.get(`/api/conversations/${id}`);
  if (response.status !== 200) throw new Error(`conversation ${id}: ${response.status} ${await response.text()}`);
  return withWholePath(client, (await response.json()) as ConversationView);
}

/** A conversation with what comes before the messages that the server has given. */
export async function withWholePath(
  client: Pick<Client, "get">,
  { messages, earlier, ...view }: ConversationView,
): Promise<ConversationView> {
  let path = messages;
  for (let before = earlier; before.count > 0; ) {
    const response = await client.get(`/api/conversations/${view.id}/messages?before=${path[0]?.id}&limit=500`);
    if (response.status !== 200) throw new Error(`earlier messages: ${response.status} ${await response.text()}`);
    const page = (await response.json()) as EarlierPage;
    path = [...page.messages, ...path];
    before = page.earlier;
  }
  return { ...view, messages: path, earlier: nothingEarlier };
}

/** Waits until a conversation has its last answer stored with this status. */
export async function waitForStored(
  client: Client,
  id: string,
  status: MessageView["status"],
): Promise<ConversationView> {
  let view: ConversationView | undefined;
  await expect(async () => {
    view = await storedConversation(client, id);
    expect(view.messages.at(-1)?.status).toBe(status);
  }).toPass({ intervals: [50, 100, 200], timeout: 15_000 });
  return view as ConversationView;
}

/** Roles and texts of a conversation's messages. */
export function transcript({ messages }: Pick<ConversationView, "messages">): [role: string, text: string][] {
  return messages.map(({ role, parts }) => [role, parts.map(({ text }) => text).join("")]);
}
