import type { Engine } from "../support/database.ts";
import { Random } from "./random.ts";

/** A message that somebody sends; `copies` more requests with the same ids go out beside the page's own. */
export type TurnPlan = { atMs: number; page: number; modelId: string; copies: number };

/** Something that happens to a page, or that a person does there. */
export type InterruptionKind =
  | "reload"
  | "drop"
  | "stop"
  | "double-send"
  | "late-stop"
  | "look-away"
  | "close"
  | "move";

export type Interruption = { atMs: number; kind: InterruptionKind; conversation: number; page: number };

/** A conversation with the pages that have it open, and the instance that each of them talks to. */
export type ConversationPlan = {
  pages: { instance: number }[];
  /** sent first, one after the other; the last of them is a long one */
  opening: TurnPlan[];
  turns: TurnPlan[];
};

/**
 * All that is chosen about a round. Times are milliseconds from the moment when the long answers of the openings are
 * being shown, so that a slow machine has its server killed in the middle of them, too.
 */
export type RoundPlan = {
  round: number;
  engine: Engine;
  signal: "SIGKILL" | "SIGTERM";
  /** the instance that the signal goes to */
  victim: number;
  killAtMs: number;
  /** how long a page stays with a dead instance before it is led to another, if there is one; drawn for each page */
  moveAfterMs: number[];
  conversations: ConversationPlan[];
  interruptions: Interruption[];
};

const quick = "openai:scenario/quick";

/** After the kill a server starts and closes what the last one left: for so long things go on happening. */
const aftermathMs = 5_000;

/** What can happen on one instance, as often as it is here. A stop often finds nothing to stop. */
const everywhere = [
  ...(["reload", "reload", "reload", "drop", "drop", "stop", "stop", "stop"] as const),
  ...(["double-send", "late-stop", "look-away", "close"] as const),
] as const;

/** Plans a round: the same seed, round and engine give the same plan. */
export function planRound(seed: string, round: number, engine: Engine): RoundPlan {
  const random = new Random(`${seed} ${engine} ${round}`);
  const instances = engine === "file" ? 1 : 2;
  const signal = random.chance(0.25) ? "SIGTERM" : "SIGKILL";
  const killAtMs = random.chance(0.7) ? random.integer(0, 2_500) : random.integer(2_500, 4_500);
  const conversations = times(random.integer(2, 4), () => planConversation(random, instances, killAtMs));
  const kinds = instances > 1 ? ([...everywhere, "move", "move"] as const) : everywhere;
  const interruptions = times(random.integer(8, 14), (): Interruption => {
    const conversation = random.integer(0, conversations.length - 1);
    const atMs = random.chance(0.7) ? random.integer(0, killAtMs) : killAtMs + random.integer(0, aftermathMs);
    const page = random.integer(0, (conversations[conversation]?.pages.length ?? 1) - 1);
    return { atMs, kind: random.pick(kinds), conversation, page };
  });
  return {
    round,
    engine,
    signal,
    victim: random.integer(0, instances - 1),
    killAtMs,
    moveAfterMs: times(8, () => random.integer(0, 1_500)),
    conversations,
    interruptions: interruptions.sort((a, b) => a.atMs - b.atMs),
  };
}

function planConversation(random: Random, instances: number, killAtMs: number): ConversationPlan {
  const pages = times(random.chance(0.4) ? 2 : 1, () => ({ instance: random.integer(0, instances - 1) }));
  const turn = (atMs: number, modelId: string): TurnPlan => ({
    atMs,
    modelId,
    page: random.integer(0, pages.length - 1),
    copies: random.chance(0.25) ? random.integer(1, 3) : 0,
  });
  return {
    pages,
    opening: [...(random.chance(0.5) ? [turn(0, quick)] : []), turn(0, chooseLong(random))],
    turns: [
      ...times(random.integer(0, 2), () => turn(random.integer(0, killAtMs), chooseModel(random))),
      ...(random.chance(0.5) ? [turn(killAtMs + random.integer(0, aftermathMs / 2), chooseModel(random))] : []),
    ],
  };
}

// no answer is longer than some six seconds: a round waits for what outlives the kill
function chooseLong(random: Random): string {
  const mount = random.pick(["openai", "local"]);
  const after = random.integer(1, 30);
  const slow = (): string => `${mount}:scenario/slow:tokens=${random.integer(60, 250)},delay=${random.integer(8, 25)}`;
  return random.pick<() => string>([
    slow,
    slow,
    slow,
    () => `${mount}:scenario/held:after=${after},tokens=${after + 5}`,
    () => `${mount}:scenario/markdown:size=${random.integer(4, 12)},delay=${random.integer(4, 12)}`,
    () => "local:scenario/reasoning:thoughts=40,tokens=60,delay=20",
  ])();
}

function chooseModel(random: Random): string {
  const faulty = random.pick(["cut", "error-midstream", "server-error"]);
  return random.pick<() => string>([
    () => chooseLong(random),
    () => chooseLong(random),
    () => quick,
    () => `local:scenario/${faulty}`,
  ])();
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
