// How the harness in ../shared/bench drives Switchboard: the named exports are its server adapter, `browser` is its
// browser adapter. docs/benchmarks.md says how to start both.
//   BENCH_DATABASE_URL  the same file as the site's DATABASE_URL, absolute: file:/.../switchboard.db
//   BENCH_SITE_URL      for the browser adapter, where the site is; http://127.0.0.1:3000 unless set
import { createServer } from "node:http";
import { history, markdownHistory } from "./history.ts";
import { emptyStore, seedConversations, seedStrangers } from "./seed.ts";
import { makeConversations, modelId, textMarker, textOfLine, turnCall, visit } from "./site.ts";

/**
 * Conversations kept ready beside the ones that were asked for. A conversation takes the next message only on the
 * answer before it, whose id the harness does not know: each is good for one turn, and a second one gets another.
 */
const spareCount = 1_500;

/** Signs a new person up. A target may name the database itself: `database: "file:/..."`. */
export async function session(target) {
  const databaseUrl = target.database ?? process.env.BENCH_DATABASE_URL;
  if (!databaseUrl) throw new Error("set BENCH_DATABASE_URL to the DATABASE_URL of the site that is measured");
  return { visitor: await visit(target.base, databaseUrl), spares: [] };
}

/** `messages` below one: conversations that begin with the turn. */
export async function conversations(context, count, messages) {
  const past = history(Math.max(0, messages));
  const asked = await makeConversations(context.visitor, count, past);
  if (messages > 0 && messages <= 4) context.spares = await makeConversations(context.visitor, spareCount, past);
  return asked;
}

/** The POST that sends one turn. */
export function turn(context, conversation, text) {
  const chosen = conversation.used ? context.spares.pop() : conversation;
  if (!chosen) throw new Error("more turns than conversations were made for: raise spareCount");
  conversation.used = true;
  return turnCall(context.visitor, chosen, text);
}

export const delta = textOfLine;
export const marker = textMarker;

/** Adds other people's messages. */
export function fill(context, rows) {
  return seedStrangers(context.visitor.client, modelId, rows, history(100));
}

/** Empties the store; accounts stay. */
export async function reset(context) {
  context.spares = [];
  await emptyStore(context.visitor.client);
}

const siteUrl = process.env.BENCH_SITE_URL ?? "http://127.0.0.1:3000";
let visitor = null;

// The harness's browser opens `newUrl` and goes on with the cookies it has then. This server signs it up and sends it on
// to the site: cookies belong to the host, whatever the port.
const entrance = createServer(async (_request, response) => {
  try {
    ({ visitor } = await session({ base: siteUrl }));
    const cookie = `${visitor.cookie}; Path=/; HttpOnly; SameSite=Lax`;
    response.writeHead(302, { "set-cookie": cookie, location: `${siteUrl}/` }).end();
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
const { hostname } = new URL(siteUrl);
await new Promise((resolve) => entrance.listen(0, hostname, resolve));
entrance.unref();

export const browser = {
  /** through the entrance once, then the site itself */
  get newUrl() {
    return visitor ? "/" : `http://${hostname}:${entrance.address().port}/`;
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
