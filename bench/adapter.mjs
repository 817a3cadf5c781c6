// How the harness in ../shared/bench drives Switchboard: the named exports are its server adapter, `browser` is its
// browser adapter.
//
// Start the site with its database in a file and the harness's provider as one of its own:
//   CUSTOM_PROVIDERS='[{"id":"mock","name":"Mock","baseURL":"http://127.0.0.1:9900/v1"}]' DEFAULT_MODEL=mock:mock npm start
// and the harness with
//   BENCH_DATABASE_URL  the same file as the site's DATABASE_URL, absolute: file:/.../switchboard.db
//   BENCH_SITE_URL      for the browser adapter, where the site is; http://127.0.0.1:3000 unless set
// A target may carry them itself: { name, adapter, base, port, database: "file:/..." }.
import { createServer } from "node:http";
import { v7 as uuidv7 } from "uuid";
import { openClient } from "../lib/db/open-client.ts";
import { history, markdownHistory } from "./history.ts";
import { emptyStore, seedConversations, seedStrangers } from "./seed.ts";

const modelId = "mock:mock";

/**
 * Conversations kept ready beside the ones that were asked for. A conversation takes the next message only on the
 * answer before it, whose id the harness does not know: each is good for one turn, and a second one gets another.
 */
const spareCount = 1_500;

function databaseOf(target) {
  const url = target.database ?? process.env.BENCH_DATABASE_URL;
  if (!url) throw new Error("set BENCH_DATABASE_URL to the DATABASE_URL of the site that is measured");
  return openClient(url);
}

/** Signs a new person up, through the site's own door. */
export async function session(target) {
  const headers = { "content-type": "application/json", origin: target.base };
  const email = `bench-${uuidv7()}@example.com`;
  const body = JSON.stringify({ name: "Bench", email, password: uuidv7() });
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${target.base}/api/auth/sign-up/email`, { method: "POST", headers, body });
    if (response.status === 429 && attempt < 5) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get("retry-after") ?? 1)));
      continue;
    }
    if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
    const cookies = response.headers.getSetCookie();
    const cookie = cookies.map((line) => line.split(";", 1)[0]).join("; ");
    const actor = await (await fetch(`${target.base}/api/auth/get-session`, { headers: { cookie } })).json();
    const spares = { messages: 0, conversations: [] };
    return { userId: actor.userId, cookie, origin: target.base, client: databaseOf(target), spares };
  }
}

/** `messages` below one: conversations that begin with the turn. */
export async function conversations(context, count, messages) {
  if (messages < 1) return Array.from({ length: count }, () => ({ id: uuidv7(), tipId: null }));
  const seed = (number) => seedConversations(context.client, context.userId, modelId, number, history(messages));
  const asked = await seed(count);
  if (messages <= 4) context.spares = { messages, conversations: await seed(spareCount) };
  return asked;
}

/** The POST that sends one turn. */
export function turn(context, conversation, text) {
  const { id, tipId } = conversation.used ? spare(context) : conversation;
  conversation.used = true;
  return {
    path: "/api/chat",
    headers: { cookie: context.cookie, origin: context.origin },
    body: JSON.stringify({
      turnId: uuidv7(),
      conversationId: id,
      parentId: tipId,
      modelId,
      message: { id: uuidv7(), role: "user", parts: [{ type: "text", text }] },
    }),
  };
}

function spare(context) {
  const conversation = context.spares.conversations.pop();
  if (!conversation) throw new Error("more turns than conversations were made for: raise spareCount");
  return conversation;
}

/** The text in one line of the stream. */
export function delta(line) {
  if (!line.startsWith("data: {")) return null;
  const chunk = JSON.parse(line.slice(6));
  return chunk.type === "text-delta" ? chunk.delta : null;
}

export const marker = '"type":"text-delta"';

/** Adds other people's messages. */
export function fill(context, rows) {
  return seedStrangers(context.client, modelId, rows, history(100));
}

/** Empties the store; accounts stay. */
export async function reset(context) {
  context.spares = { messages: 0, conversations: [] };
  await emptyStore(context.client);
}

const siteUrl = process.env.BENCH_SITE_URL ?? "http://127.0.0.1:3000";

// The harness's browser opens `newUrl` and goes on with the cookies it has then. This server signs it up and sends it on
// to the site: cookies belong to the host, whatever the port.
const entrance = createServer((_request, response) => {
  session({ base: siteUrl }).then(
    ({ cookie, userId, client }) => {
      Object.assign(visitor, { userId, client });
      response.writeHead(302, { "set-cookie": `${cookie}; Path=/; HttpOnly; SameSite=Lax`, location: `${siteUrl}/` });
      response.end();
    },
    (error) => response.writeHead(500).end(String(error)),
  );
});
await new Promise((resolve) => entrance.listen(0, new URL(siteUrl).hostname, resolve));
entrance.unref();

const visitor = { userId: null, client: null };

export const browser = {
  /** through the entrance once, then the site itself */
  get newUrl() {
    return visitor.userId ? "/" : `http://${new URL(siteUrl).hostname}:${entrance.address().port}/`;
  },
  composer: "textarea",
  async seedMessages(_page, _target, count) {
    const messages = markdownHistory(count, "LASTMARK");
    const [conversation] = await seedConversations(visitor.client, visitor.userId, modelId, 1, messages);
    return `/c/${conversation.id}`;
  },
  async seedConversations(_page, _target, count) {
    await seedConversations(visitor.client, visitor.userId, modelId, count, history(2));
    return "/";
  },
};
