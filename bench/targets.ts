import { startApp } from "../e2e/support/app.ts";
import type { Floor } from "./floors/start.ts";
import type { HistoryMessage } from "./history.ts";
import type { Dialect } from "./measure/read-turn.ts";
import type { Provider } from "./provider/control.ts";
import { makeConversations, type TurnCall, textMarker, textOfLine, turnCall, type Visitor, visit } from "./site.ts";

/** One conversation of a target's, ready for one turn. */
export type Ask = (text: string) => TurnCall;

/** What is measured: where it listens, what it costs, how it is asked and how it answers. */
export type Target = {
  name: string;
  base: string;
  pid: number;
  dialect: Dialect;
  /** conversations that hold these messages already */
  prepare: (count: number, history: HistoryMessage[]) => Promise<Ask[]>;
};

type Call = { choices?: { delta?: { content?: string } }[] };

const completions: Dialect = {
  marker: '"delta":{"content"',
  textOf: (line) =>
    line.startsWith("data: {") ? ((JSON.parse(line.slice(6)) as Call).choices?.[0]?.delta?.content ?? null) : null,
};
const uiMessages: Dialect = { marker: textMarker, textOf: textOfLine };

/** Whatever speaks the provider's own protocol: the provider itself, and the pipe. */
export function completionsTarget(name: string, { base, pid }: Floor): Target {
  const ask = (history: HistoryMessage[]) => (text: string) => {
    const messages = [...history, { role: "user", text }].map(({ role, text: content }) => ({ role, content }));
    const body = JSON.stringify({ model: "mock", stream: true, messages });
    return { path: "/v1/chat/completions", headers: {}, body };
  };
  const prepare: Target["prepare"] = async (count, history) => Array.from({ length: count }, () => ask(history));
  return { name, base, pid, dialect: completions, prepare };
}

/** A route that is sent the whole conversation and answers in the AI SDK's UI message stream. */
export function uiMessageTarget(name: string, { base, pid }: Floor, path: string): Target {
  const ask = (history: HistoryMessage[]) => (text: string) => {
    const messages = [...history, { role: "user", text }].map((message, index) => ({
      id: `message-${index}`,
      role: message.role,
      parts: [{ type: "text", text: message.text }],
    }));
    return { path, headers: {}, body: JSON.stringify({ id: "bench", messages }) };
  };
  const prepare: Target["prepare"] = async (count, history) => Array.from({ length: count }, () => ask(history));
  return { name, base, pid, dialect: uiMessages, prepare };
}

/** The site itself with what belongs to it. */
export type Site = Target & { visitor: Visitor; databaseUrl: string; close: () => Promise<void> };

/**
 * Starts the built site on an empty database, as `npm start` would, with the mock provider as its only one.
 * @param own where another instance or another database is wanted: its address, and the secret that instances share
 */
export async function startSite(name: string, provider: Provider, own: Record<string, string> = {}): Promise<Site> {
  const mock = { id: "mock", name: "Mock", baseURL: `${provider.url}/v1` };
  const app = await startApp({
    // what tests set for their own ends is taken away: this is the site as it comes
    env: {
      CUSTOM_PROVIDERS: JSON.stringify([mock]),
      FIRST_CHUNK_SECONDS: undefined,
      CHUNK_SECONDS: undefined,
      TRUST_PROXY: undefined,
      ...own,
    },
  });
  const base = `http://127.0.0.1:${app.port}`;
  const visitor = await visit(base, app.databaseUrl);
  const prepare: Target["prepare"] = async (count, history) =>
    (await makeConversations(visitor, count, history)).map(
      (conversation) => (text: string) => turnCall(visitor, conversation, text),
    );
  const close = async () => {
    visitor.client.close();
    await app.dispose();
  };
  return { name, base, pid: app.pid, dialect: uiMessages, prepare, visitor, databaseUrl: app.databaseUrl, close };
}
