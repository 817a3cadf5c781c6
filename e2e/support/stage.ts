import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { ConversationView } from "../../lib/conversations/schema.ts";
import { noSettings } from "../../lib/conversations/settings-schema.ts";
import { type Account, signUp } from "./accounts.ts";
import { type App, startApp } from "./app.ts";
import { type Client, clientFor } from "./client.ts";
import { test as base, expect } from "./fixtures.ts";
import { rowHash } from "./row-hash.ts";
import { allEvents, composeTurn, readEvents } from "./turns.ts";

export { expect } from "./fixtures.ts";

/** The ids by which routes name a person's things. */
export type Things = {
  /** in it an answer has ended and another one is being written */
  conversationId: string;
  /** the answer that the running turn goes on from */
  tipId: string;
  messageId: string;
  endedTurnId: string;
  runningTurnId: string;
  /** in it nothing runs: what would be added to it is held up by nothing but whose it is */
  idleConversationId: string;
  idleTipId: string;
  idleMessageId: string;
  /** it lies in the trash */
  trashedConversationId: string;
  presetId: string;
  /** of what is begun in the conversation */
  draftRevision: string;
};

/** Two people; Alice has two conversations, in one of which an answer is being written. */
export type Stage = {
  alice: Account;
  bob: Account;
  things: Things;
  /** texts of Alice's that nobody else may ever see */
  secrets: string[];
};

/** Ids of the right shape that nothing has. */
export function unknownThings(): Things {
  return {
    conversationId: uuidv7(),
    tipId: uuidv7(),
    messageId: uuidv7(),
    endedTurnId: uuidv7(),
    runningTurnId: uuidv7(),
    idleConversationId: uuidv7(),
    idleTipId: uuidv7(),
    idleMessageId: uuidv7(),
    trashedConversationId: uuidv7(),
    presetId: uuidv7(),
    draftRevision: uuidv7(),
  };
}

/**
 * A hash over all that a request could change. Left out is what changes by itself: the counters of the rate limits,
 * the beat of a running turn, turn logs, which go a minute after the end, and the last lists of the providers.
 */
export function lastingRows(app: App): Promise<string> {
  return rowHash(app.databaseUrl, { except: ["RateLimit", "TurnEvent", "Turn.beat", "ProviderModels"] });
}

type FirstTurn = Pick<Things, "conversationId" | "endedTurnId" | "messageId" | "tipId">;

async function firstTurn(client: Client, canary: string): Promise<FirstTurn> {
  const turn = composeTurn(`${canary} question`);
  await allEvents(await client.post("/api/chat", turn));
  const { conversationId, turnId, message } = turn;
  // a person's title stays, and what the model's took is noted, so that nothing is written in the middle of a test
  await client.patch(`/api/conversations/${conversationId}`, { title: `${canary} title` });
  await expect(async () => {
    const response = await client.get(`/api/conversations/${conversationId}/usage`);
    expect(await response.json()).toMatchObject({ titles: 1 });
  }).toPass({ intervals: [50, 100, 200], timeout: 10_000 });
  const view = (await (await client.get(`/api/conversations/${conversationId}`)).json()) as ConversationView;
  const tip = view.messages.at(-1);
  if (!tip) throw new Error("the first turn left no answer");
  return { conversationId, endedTurnId: turnId, messageId: message.id, tipId: tip.id };
}

/**
 * The usual `test` with a stage. Its app is the file's own: nothing that an earlier test left running writes to the
 * database while rows are compared, and an answer that a test holds is not given up.
 */
export const test = base.extend<{ stage: Stage }, { ownApp: App }>({
  ownApp: [
    async ({ provider, sharedEnv }, use) => {
      const app = await startApp({ provider, env: { ...sharedEnv, CHUNK_SECONDS: "60" } });
      await use(app);
      await app.dispose();
    },
    { scope: "worker", timeout: 90_000 },
  ],

  app: [({ ownApp }, use) => use(ownApp), { scope: "worker" }],

  stage: async ({ app, provider }, use) => {
    const canary = `canary-${randomBytes(6).toString("hex")}`;
    const [alice, bob] = await Promise.all([signUp(app, { name: `Alice ${canary}` }), signUp(app)]);
    const client = clientFor(app, alice);
    const presetId = uuidv7();
    const settings = { ...noSettings, systemPrompt: [`${canary} prompt`] };
    await client.post("/api/presets", { id: presetId, name: `${canary} preset`, modelId: null, settings });
    const trashed = await firstTurn(client, canary);
    await client.delete(`/api/conversations/${trashed.conversationId}`);
    const idle = await firstTurn(client, canary);
    const first = await firstTurn(client, canary);
    const running = composeTurn(`${canary} second question`, {
      conversationId: first.conversationId,
      parentId: first.tipId,
      modelId: "openai:scenario/held:tokens=4,after=2",
    });
    const events = readEvents(await client.post("/api/chat", running));
    await events.next();
    // whatever the provider is asked after this, the test has caused
    await provider.waitForCall({ text: running.message.parts[0]?.text ?? "", held: true });
    const draftRevision = uuidv7();
    const draft = { text: `${canary} draft`, revision: draftRevision, base: null, tab: uuidv7(), after: null };
    for (const [box, revision] of [
      [first.conversationId, draftRevision],
      ["new", uuidv7()],
    ]) {
      const put = await client.put(`/api/drafts/${box}`, { ...draft, revision });
      expect(put.status).toBe(200);
    }
    const things: Things = {
      ...first,
      runningTurnId: running.turnId,
      idleConversationId: idle.conversationId,
      idleTipId: idle.tipId,
      idleMessageId: idle.messageId,
      trashedConversationId: trashed.conversationId,
      presetId,
      draftRevision,
    };
    await use({ alice, bob, things, secrets: [canary, alice.email] });
    await client.post(`/api/turns/${running.turnId}/stop`);
    // the turn's end is stored before its stream ends, and nothing of it is written in the next test
    for await (const _event of events);
  },
});
