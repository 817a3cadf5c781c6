import type { Hold } from "./holds.ts";
import type { Mount } from "./vendors.ts";

/** A chat message as it came over the wire; only what scenarios look at is typed. */
export type WireMessage = { role: string; content: unknown };

/** Body of `POST /chat/completions`, not validated further than being an object. */
export type WireRequest = Record<string, unknown> & { model: string; messages: WireMessage[] };

/** One chat completion in the making: what a scenario may look at and wait for. */
export type Call = {
  mount: Mount;
  /** the model id as asked for, parameters included */
  model: string;
  request: WireRequest;
  /** the bearer token as it was sent */
  key: string;
  /** 0 for the first time this question is asked of this model, 1 for its first repetition ... */
  attempt: number;
  /** a parameter out of the model id: `scenario/slow:tokens=200` has the number `tokens` 200 */
  number: (name: string, fallback: number) => number;
  word: (name: string, fallback: string) => string;
  /** aborted as soon as the client has closed the connection */
  signal: AbortSignal;
  /** waits for milliseconds; throws when the client closes first */
  pause: (milliseconds: number) => Promise<void>;
  /** waits until the test releases this call; throws when the client closes first */
  hold: Hold;
  /** waits for ever; throws when the client closes */
  silence: () => Promise<never>;
};

/** The text of a message: a string as it is, parts joined, other parts than text by their type in brackets. */
export function messageText(message: WireMessage): string {
  if (typeof message.content === "string") return message.content;
  if (!Array.isArray(message.content)) return "";
  return message.content.map((part) => (part.type === "text" ? part.text : `[${part.type}]`)).join("");
}

/** The text of the last message that a person wrote. */
export function lastQuestion(request: WireRequest): string {
  const message = request.messages.findLast(({ role }) => role === "user");
  return message ? messageText(message) : "";
}

/** `scenario/slow:tokens=200,delay=20` as its name `slow` and its parameters; null when it is no scenario. */
export function parseScenario(model: string): { name: string; parameters: Map<string, string> } | null {
  const match = /^scenario\/([a-z0-9-]+)(?::(.*))?$/.exec(model);
  if (!match?.[1]) return null;
  const pairs = (match[2] ?? "").split(",").filter(Boolean);
  const parameters = new Map(pairs.map((pair) => pair.split("=", 2) as [string, string]));
  return { name: match[1], parameters };
}
