import { v7 as uuidv7 } from "uuid";
import type { Part } from "../../lib/conversations/schema.ts";
import { noSettings } from "../../lib/conversations/settings-schema.ts";
import { marks } from "../fake-provider/scenarios.ts";
import type { FakeProvider } from "../fake-provider/server.ts";
import { type Account, signUp } from "./accounts.ts";
import type { App } from "./app.ts";
import { storedConversation, waitForStored } from "./chat.ts";
import { clientFor } from "./client.ts";
import { openDatabase } from "./open-database.ts";
import { type Exchange, picturedModels, type Script } from "./pictures.ts";
import { allEvents, answerAgain, composeTurn, readEvents } from "./turns.ts";

/** Two people: one has much to look at, and one has only just come. */
export type Scene = {
  script: Script;
  account: Account;
  newcomer: Account;
  /** ids of conversations, named as in the script; `spare` is there to be deleted */
  ids: Record<"finished" | "thought" | "rich" | "long" | "running" | "waiting" | "troubles" | "spare", string>;
};

/** The model of every conversation, and the other one of the conversation that is shown most. */
const usual = "anthropic/claude-sonnet-4.5";
const other = "openai/gpt-5";
const slow = "google/gemini-2.5-pro";
const day = 86_400_000;

/** What the provider lists, and that it gives no titles: to be said before the app first asks. */
export function setStage(provider: FakeProvider): void {
  provider.setTitles("fail");
  provider.setListing("openrouter", picturedModels);
  provider.setListing("openai", ["gpt-5", "gpt-5-mini", "gpt-4.1", "o4-mini"]);
  provider.setListing("local", ["llama3.2:latest", "qwen3:8b"]);
}

/**
 * Lives through a script, turn by turn; two answers go on until the app ends.
 * @param now the moment at which all was looked at last; older things are dated from it
 */
export async function play(app: App, provider: FakeProvider, script: Script, now = new Date()): Promise<Scene> {
  setStage(provider);
  const account = await signUp(app, { name: script.name, email: script.email });
  const newcomer = await signUp(app, script.newcomer);
  const client = clientFor(app, account);
  const tips = new Map<string, string>();

  const ask = async (question: string, { model = usual, title = "", id = "" } = {}) => {
    const parentId = tips.get(id) ?? null;
    const place = id ? { conversationId: id, parentId } : {};
    const turn = composeTurn(question, { modelId: `openrouter:${model}`, ...place });
    const response = await client.post("/api/chat", turn);
    if (title) await client.patch(`/api/conversations/${turn.conversationId}`, { title });
    return { turn, id: turn.conversationId, response };
  };
  const tell = async (
    { question, answer }: Exchange,
    options: { model?: string; title?: string; id?: string } = {},
  ) => {
    provider.setAnswer(options.model ?? usual, answer);
    const asked = await ask(question, options);
    await allEvents(asked.response);
    return keepTip(asked.id);
  };
  const keepTip = async (id: string) => {
    tips.set(id, (await storedConversation(client, id)).messages.at(-1)?.id ?? "");
    return id;
  };
  const brief = (title: string) => tell({ question: title, answer: title }, { title });

  const ages = new Map<string, number>();
  let spare = "";
  for (const { title, daysAgo } of script.older) {
    spare = await brief(title);
    ages.set(spare, daysAgo);
  }
  for (const [index, title] of script.archived.entries()) {
    const id = await brief(title);
    ages.set(id, 20 - index * 6);
    await client.patch(`/api/conversations/${id}`, { archived: true });
  }
  for (const [index, title] of script.trashed.entries()) {
    const id = await brief(title);
    ages.set(id, 11 - index * 4);
    await client.delete(`/api/conversations/${id}`);
  }
  const troubles = await playTroubles();
  const long = await tell(script.long, { title: script.long.title });
  const rich = await tell(script.rich, { title: script.rich.title });
  const parts = new Map<string, Part[]>();
  let thought = "";
  for (const one of script.thought.told) {
    thought = await tell({ question: one.question, answer: "-" }, { title: script.thought.title, id: thought });
    parts.set(tips.get(thought) ?? "", one.parts);
  }
  provider.setAnswer(slow, marks.hold);
  const waiting = await ask(script.waiting.question, { model: slow, title: script.waiting.title });
  await provider.waitForCall({ text: script.waiting.question, held: true });
  provider.setAnswer(usual, script.running.answer);
  const running = await ask(script.running.question, { title: script.running.title });
  await provider.waitForCall({ text: script.running.question, held: true });
  const finished = await playFinished();
  await client.post("/api/presets", {
    ...{ id: uuidv7(), name: script.preset, modelId: null },
    settings: { ...noSettings, systemPrompt: [script.systemPrompt] },
  });
  const ids = { finished, thought, rich, long, running: running.id, waiting: waiting.id, troubles, spare };
  await retouch(app, { account, ids, parts, ages, now });
  return { script, account, newcomer, ids };

  async function playTroubles(): Promise<string> {
    const { title, stopped, interrupted, failed } = script.troubles;
    provider.setAnswer(usual, stopped.answer);
    const { id, turn, response } = await ask(stopped.question, { title });
    const events = readEvents(response);
    await events.next();
    await provider.waitForCall({ text: stopped.question, held: true });
    await client.post(`/api/turns/${turn.turnId}/stop`);
    for await (const _event of events);
    await keepTip(id);
    await tell(interrupted, { id });
    const last = await ask(failed, { id, model: "scenario/no-credit" });
    await allEvents(last.response);
    return id;
  }

  async function playFinished(): Promise<string> {
    let id = "";
    for (const [index, exchange] of script.exchanges.entries()) {
      id = await tell(exchange, { model: index === 0 ? usual : other, title: script.title, id });
    }
    const { messages } = await waitForStored(client, id, "complete");
    const [parentId = null, tipId = null] = messages.slice(-2).map((message) => message.id);
    const again = { conversationId: id, parentId, tipId, modelId: `openrouter:${other}` };
    await allEvents(await client.post("/api/chat", answerAgain(again)));
    return id;
  }
}

type Retouched = Pick<Scene, "account" | "ids"> & {
  /** what answers hold in place of what their provider said, by the ids of their messages */
  parts: Map<string, Part[]>;
  /** in days, by the ids of conversations */
  ages: Map<string, number>;
  now: Date;
};

/** What would take days, or would be another thing each time: dates, how long answers took, what others had cost. */
async function retouch(app: App, { account, ids, parts, ages, now }: Retouched): Promise<void> {
  const database = await openDatabase(app.databaseUrl);
  const ago = (days: number) => new Date(now.getTime() - days * day).toISOString();
  try {
    const { rows } = await database.execute({
      sql: `SELECT "id" FROM "User" WHERE "email" = ?`,
      args: [account.email],
    });
    const userId = String(rows[0]?.id);
    const mine = `SELECT "id" FROM "Conversation" WHERE "userId" = ?`;
    const written = `"status" <> 'running' AND "conversationId" IN (${mine})`;
    await database.batch(
      [
        ...[...ages].map(([id, days]) => ({
          sql: `UPDATE "Conversation" SET "updatedAt" = ?1, "createdAt" = ?1, "archivedAt" = iif("archivedAt" IS NULL, NULL, ?1),
            "deletedAt" = iif("deletedAt" IS NULL, NULL, ?1) WHERE "id" = ?2`,
          args: [ago(days), id],
        })),
        // all but one were looked at
        {
          sql: `UPDATE "Conversation" SET "unseen" = ("id" = ?) WHERE "userId" = ?`,
          args: [ids.thought, userId],
        },
        ...[...parts].map(([id, held]) => ({
          sql: `UPDATE "Message" SET "parts" = ? WHERE "id" = ?`,
          args: [JSON.stringify(held), id],
        })),
        // a failure is that of a model with a name
        ...["Message", "Turn"].map((table) => ({
          sql: `UPDATE "${table}" SET "modelId" = ? WHERE "modelId" LIKE '%scenario/%' AND ${written}`,
          args: [`openrouter:${usual}`, userId],
        })),
        {
          sql: `UPDATE "Conversation" SET "modelId" = ? WHERE "modelId" LIKE '%scenario/%' AND "userId" = ?`,
          args: [`openrouter:${usual}`, userId],
        },
        {
          sql: `UPDATE "Turn" SET "firstTokenMs" = 640, "totalMs" = 3120, "responseId" = 'gen-1770000000-k3v9', "createdAt" = ?1,
            "endedAt" = ?1 WHERE ${written.replace("?", "?2")}`,
          args: [ago(0.02), userId],
        },
        {
          sql: `UPDATE "Usage" SET "modelId" = ? WHERE "modelId" LIKE '%scenario/%' AND "userId" = ?`,
          args: [`openrouter:${usual}`, userId],
        },
        ...history().map(([days, model, input, output, cost]) => ({
          sql: `INSERT INTO "Usage" ("id", "userId", "conversationId", "modelId", "purpose", "inputTokens", "cachedTokens",
              "outputTokens", "reasoningTokens", "cost", "costSource", "endedAt") VALUES (?, ?, 'c', ?, 'answer', ?, ?, ?, 0, ?, ?, ?)`,
          args: [
            ...[uuidv7(), userId, model, input, Math.round(input / 5), output, cost],
            ...[cost === null ? null : "reported", ago(days)],
          ],
        })),
      ],
      "write",
    );
  } finally {
    database.close();
  }
}

type Call = [daysAgo: number, modelId: string, input: number, output: number, cost: string | null];

/** A month of calls, quiet at weekends. */
function history(): Call[] {
  const models: [id: string, dollars: number | null][] = [
    [`openrouter:${usual}`, 0.000009],
    [`openrouter:${other}`, 0.000005],
    ["openrouter:google/gemini-2.5-flash", 0.000001],
    ["local:llama3.2:latest", null],
  ];
  return Array.from({ length: 29 }, (_, days) => days)
    .filter((days) => days % 7 !== 3 && days % 7 !== 4)
    .flatMap((days) =>
      models
        .filter((_, index) => (days + index) % (index + 2) !== 1)
        .map(([id, dollars], index): Call => {
          const input = 2400 + ((days * 7919 + index * 3571) % 9000);
          const output = 700 + ((days * 5113 + index * 1409) % 4200);
          return [days, id, input, output, dollars === null ? null : ((input + output) * dollars).toFixed(6)];
        }),
    );
}
