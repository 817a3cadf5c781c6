import { EventEmitter, once } from "node:events";
import { z } from "zod";
import { mounts } from "./vendors.ts";

/** One request as the fake saw it. */
export type LogEntry = {
  id: number;
  mount: (typeof mounts)[number];
  method: string;
  path: string;
  /** the header `x-switchboard-purpose`: "answer", "title"; null when there is none */
  purpose: string | null;
  /** all request headers; of `authorization` only the last four characters */
  headers: Record<string, string>;
  /** false when this mount was sent a key that is not its own, or none where it needs one */
  keyOk: boolean;
  model: string | null;
  body: unknown;
  /** milliseconds since 1970 */
  startedAt: number;
  finishedAt: number | null;
  /** `complete`: the fake ended it, in whatever way the scenario wants; `client-closed`: the other side did */
  finished: "complete" | "client-closed" | "open";
  status: number | null;
  /** deltas that were written: text, reasoning and refusal alike */
  tokens: number;
  /** waits for a release at this moment */
  held: boolean;
  /** where the request or our own answer breaks OpenAI's schema; null when the schema is not at hand */
  schemaErrors: string[] | null;
};

/** Which entries are meant: all that is given must hold. `tokens` is a minimum, `text` occurs in the body. */
export const CallFilter = z.strictObject({
  id: z.coerce.number().optional(),
  mount: z.enum(mounts).optional(),
  method: z.string().optional(),
  purpose: z.string().optional(),
  model: z.string().optional(),
  text: z.string().optional(),
  finished: z.enum(["complete", "client-closed", "open"]).optional(),
  held: z.stringbool().or(z.boolean()).optional(),
  tokens: z.coerce.number().optional(),
});
export type CallFilter = z.infer<typeof CallFilter>;

/** The log of all requests, with a way to wait for what a test expects. */
export class RequestLog {
  #entries: LogEntry[] = [];
  #nextId = 1;
  #changes = new EventEmitter().setMaxListeners(0);

  add(entry: Omit<LogEntry, "id">): LogEntry {
    const added = { ...entry, id: this.#nextId++ };
    this.#entries.push(added);
    this.changed();
    return added;
  }

  /** To be called after an entry was changed. */
  changed(): void {
    this.#changes.emit("change");
  }

  /** The request has ended, once and in this way. */
  finish(entry: LogEntry, how: "complete" | "client-closed"): void {
    if (entry.finished !== "open") return;
    entry.finished = how;
    entry.finishedAt = Date.now();
    this.changed();
  }

  entries(filter: CallFilter = {}): LogEntry[] {
    return this.#entries.filter((entry) => matches(entry, filter));
  }

  /** Forgets what has ended; open requests stay, they will still be written to. */
  clear(): void {
    this.#entries = this.#entries.filter((entry) => entry.finished === "open");
  }

  /** The newest entry that matches, as soon as there is one. Throws after `seconds` with what was seen instead. */
  async wait(filter: CallFilter, seconds: number): Promise<LogEntry> {
    const timeout = AbortSignal.timeout(seconds * 1000);
    for (;;) {
      const entry = this.entries(filter).at(-1);
      if (entry) return entry;
      await once(this.#changes, "change", { signal: timeout }).catch(() => {
        const seen = this.#entries.map(({ mount, path, purpose, model, finished, tokens, held }) =>
          JSON.stringify({ mount, path, purpose, model, finished, tokens, held }),
        );
        throw new Error(`no call like ${JSON.stringify(filter)} in ${seconds} s; seen:\n${seen.join("\n")}`);
      });
    }
  }
}

function matches(entry: LogEntry, filter: CallFilter): boolean {
  const { text, tokens, ...equal } = filter;
  if (tokens !== undefined && entry.tokens < tokens) return false;
  if (text !== undefined && !JSON.stringify(entry.body ?? null).includes(JSON.stringify(text).slice(1, -1)))
    return false;
  return Object.entries(equal).every(([key, value]) => value === undefined || entry[key as keyof LogEntry] === value);
}
