import { v7 as uuidv7 } from "uuid";
import { cookieHeader } from "../e2e/support/accounts.ts";
import type { DatabaseClient } from "../lib/db/database-client.ts";
import { openClient } from "../lib/db/open-client.ts";
import type { HistoryMessage } from "./history.ts";
import { type SeededConversation, seedConversations } from "./seed.ts";

/** The model that is asked: of the provider with the id "mock" in the site's CUSTOM_PROVIDERS. */
export const modelId = "mock:mock";

/** A person who uses the site, and the site's database beside them. */
export type Visitor = {
  base: string;
  userId: string;
  cookie: string;
  client: DatabaseClient;
};

/** A conversation for one more turn; without a tip it begins with that turn. */
export type SiteConversation = { id: string; tipId: string | null };

/** One POST that makes a target answer. */
export type TurnCall = { path: string; headers: Record<string, string>; body: string };

const signUpAttempts = 5;

/**
 * Signs a new person up through the site's own door; waits where it says that there were too many.
 * @param base address of the site, without a trailing slash
 * @param databaseUrl the site's own DATABASE_URL
 */
export async function visit(base: string, databaseUrl: string): Promise<Visitor> {
  const body = JSON.stringify({ name: "Bench", email: `bench-${uuidv7()}@example.com`, password: uuidv7() });
  for (let attempt = 1; ; attempt += 1) {
    const headers = { "content-type": "application/json", origin: base };
    const response = await fetch(`${base}/api/auth/sign-up/email`, { method: "POST", headers, body });
    if (response.ok) {
      const cookie = cookieHeader(response);
      const actor = await fetch(`${base}/api/auth/get-session`, { headers: { cookie } });
      const { userId } = (await actor.json()) as { userId: string };
      // a bench that waits: one request that takes long is not its end
      return { base, userId, cookie, client: openClient(databaseUrl, undefined, 60_000) };
    }
    if (response.status !== 429 || attempt === signUpAttempts) {
      throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
    }
    const seconds = Number(response.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

/** Conversations that hold these messages already; without messages, ones that begin with the turn. */
export function makeConversations(
  visitor: Visitor,
  count: number,
  messages: HistoryMessage[],
): Promise<SiteConversation[]> | SiteConversation[] {
  if (messages.length === 0) return Array.from({ length: count }, () => ({ id: uuidv7(), tipId: null }));
  return seedConversations(visitor.client, visitor.userId, modelId, count, messages);
}

/** The POST that sends one message. A conversation takes it only on its tip, so each is good for one turn. */
export function turnCall(
  visitor: Visitor,
  conversation: SiteConversation | SeededConversation,
  text: string,
): TurnCall & { turnId: string } {
  const turnId = uuidv7();
  const body = JSON.stringify({
    turnId,
    conversationId: conversation.id,
    parentId: conversation.tipId,
    modelId,
    message: { id: uuidv7(), role: "user", parts: [{ type: "text", text }] },
  });
  return { turnId, path: "/api/chat", headers: { cookie: visitor.cookie, origin: visitor.base }, body };
}

/** Occurs once in each piece of text of a UI message stream. */
export const textMarker = '"type":"text-delta"';

/** The text in one line of a UI message stream; null where there is none. */
export function textOfLine(line: string): string | null {
  if (!line.startsWith("data: {")) return null;
  const chunk = JSON.parse(line.slice(6)) as { type: string; delta?: string };
  return chunk.type === "text-delta" ? (chunk.delta ?? null) : null;
}
