import type { MessageView } from "../../lib/conversations/schema.ts";
import type { MessageRequest } from "../../lib/turns/schema.ts";
import type { CheckName, Violation } from "./checks.ts";
import type { ProviderTimes } from "./provider-times.ts";
import { deltaAt, spokenDeltas } from "./spoken.ts";

/** What the promise allows to be shown and not yet stored: as much as the provider says in so many milliseconds. */
const behindMs = 500;

/** One turn as its people know it. */
export type SentTurn = {
  request: MessageRequest;
  text: string;
  /** addresses of the instances that were asked for it */
  bases: Set<string>;
  /** when the first request for it went out */
  sentAt: number;
  acknowledged: boolean;
  /** the last request was refused in words: the text is the person's again */
  refused: boolean;
  /** when Stop was pressed, and when the server said that it will */
  stopAskedAt: number | null;
  stopHeardAt: number | null;
  /** the longest text of its answer that a screen has shown */
  shown: string;
  ended: { status: MessageView["status"]; text: string } | null;
};

/** The signal of the round. `slackMs` is how long the server was slow to answer anything at that time. */
export type Kill = { at: number; base: string; signal: "SIGKILL" | "SIGTERM"; slackMs: number };

/** The worst that was seen of stored text behind shown text, and how long the provider took to say that much. */
export type Lag = { characters: number; milliseconds: number };

/** Who sent what, what was acknowledged, shown and ended in a round: all that must hold is checked against it. */
export class Ledger {
  readonly turns = new Map<string, SentTurn>();
  readonly violations: Violation[] = [];
  readonly lag: Lag = { characters: 0, milliseconds: 0 };
  readonly #byMessage = new Map<string, SentTurn>();
  readonly #times: ProviderTimes;
  readonly #slackMs: () => number;
  kill: Kill | null = null;

  /** @param slackMs how long the servers are slow to answer anything just now */
  constructor(times: ProviderTimes, slackMs: () => number) {
    this.#times = times;
    this.#slackMs = slackMs;
  }

  fail(check: CheckName, what: string): void {
    // one thing may be seen on many screens and frames: the first few tell enough
    if (this.violations.filter((violation) => violation.check === check).length < 5) {
      this.violations.push({ check, what });
    }
  }

  sent(request: MessageRequest, base: string): SentTurn {
    let turn = this.turns.get(request.turnId);
    if (!turn) {
      const text = request.message.parts.map((part) => part.text).join("");
      turn = {
        request,
        text,
        bases: new Set(),
        sentAt: performance.now(),
        acknowledged: false,
        refused: false,
        stopAskedAt: null,
        stopHeardAt: null,
        shown: "",
        ended: null,
      };
      this.turns.set(request.turnId, turn);
      this.#byMessage.set(request.message.id, turn);
    }
    turn.bases.add(base);
    return turn;
  }

  /** A request to stop; `status` is null when it goes out, and then what came back. */
  noteStop(turnId: string, status: number | null): void {
    const turn = this.turns.get(turnId);
    if (!turn) return;
    if (status === null) turn.stopAskedAt ??= performance.now();
    else if (status === 204) turn.stopHeardAt ??= performance.now();
  }

  /** The turn that a person's message belongs to. */
  ofMessage(messageId: string | null): SentTurn | undefined {
    return this.#byMessage.get(messageId ?? "");
  }

  /** Takes note of how an answer ended; who sees another end later is wrong. */
  sawEnd(turn: SentTurn, status: MessageView["status"], text: string, where: string): void {
    turn.ended ??= { status, text };
    if (turn.ended.status !== status || turn.ended.text !== text) {
      this.fail(
        "ended",
        `"${turn.text}" ended ${turn.ended.status} with ${tail(turn.ended.text)}; ${where} then has ${status} with ${tail(text)}`,
      );
    }
    if (status === "stopped" && turn.stopAskedAt === null) {
      this.fail("stop", `"${turn.text}" is stopped, and nobody stopped it (${where})`);
    }
  }

  /** Whether the turn may have met the round's signal, of whichever kind. */
  mayHaveMetSignal(turn: SentTurn): boolean {
    return this.kill !== null && turn.sentAt < this.kill.at && turn.bases.has(this.kill.base);
  }

  /** Whether an instance that ran the turn, or may have, was killed outright. */
  mayHaveBeenKilled(turn: SentTurn): boolean {
    return this.kill?.signal === "SIGKILL" && this.mayHaveMetSignal(turn);
  }

  /**
   * Why an answer may not have become shorter; null when it may.
   * @param behind a page that came to another instance: it may be behind what another page has, by as much
   */
  whyNotShorter(turn: SentTurn, modelId: string, from: string, to: string, behind: boolean): string | null {
    if (!from.startsWith(to)) return "it is another text";
    const killed = this.mayHaveBeenKilled(turn);
    if (!killed && !behind) return "nothing was killed";
    const deltas = spokenDeltas(modelId);
    const saidAt = (position: number) => this.#times.saidAt(turn.text, deltaAt(deltas, position));
    const first = saidAt(to.length);
    const span = Math.round(first === null ? 0 : (saidAt(from.length - 1) ?? first) - first);
    if (killed) this.#note({ characters: from.length - to.length, milliseconds: span });
    const allowed = behindMs + ((killed ? this.kill?.slackMs : null) ?? this.#slackMs());
    return span <= allowed ? null : `the provider took ${span} ms to say it, and ${Math.round(allowed)} may be lost`;
  }

  #note({ characters, milliseconds }: Lag): void {
    this.lag.characters = Math.max(this.lag.characters, characters);
    this.lag.milliseconds = Math.max(this.lag.milliseconds, milliseconds);
  }
}

/** The end of a text, and how long it is. */
export function tail(text: string): string {
  return `${text.length} characters (${JSON.stringify(text.slice(-24))})`;
}

/** All that a message says, reasoning included. */
export function shownText({ parts }: Pick<MessageView, "parts">): string {
  return parts.map(({ text }) => text).join("");
}
