import { setTimeout as delay } from "node:timers/promises";
import type { HistoryMessage } from "../history.ts";
import { directive, type Plan } from "../provider/answers.ts";
import type { Provider } from "../provider/control.ts";
import type { Target } from "../targets.ts";
import { tokenDelays } from "./delays.ts";
import { type Reading, readTurn } from "./read-turn.ts";
import { rotate } from "./statistics.ts";

/** One turn: from sending to the first text, and of that until the provider was asked; the delay of each token. */
export type Sample = { firstMs: number; beforeMs: number; delays: number[] };

type Options = { history: HistoryMessage[]; plan: Partial<Plan>; rounds: number };

/**
 * One turn of each target in every round, one after the other; the order changes from round to round.
 * @returns the samples by the target's name, in the order of the rounds
 */
export async function pairedRounds(
  provider: Provider,
  targets: Target[],
  { history, plan, rounds }: Options,
): Promise<Map<string, Sample[]>> {
  const prepared = new Map<Target, Awaited<ReturnType<Target["prepare"]>>>();
  for (const target of targets) prepared.set(target, await target.prepare(rounds, history));
  const samples = new Map<string, Sample[]>(targets.map((target) => [target.name, []]));
  await delay(300); // what was written to prepare this has settled
  for (let round = 0; round < rounds; round += 1) {
    for (const target of rotate(targets, round)) {
      const full = { tokens: 20, size: 0, ...plan, trace: newTrace() };
      const call = prepared.get(target)?.[round]?.(directive(full));
      if (!call) throw new Error(`${target.name} has too few conversations`);
      const reading = await readTurn(target.base, call, target.dialect);
      if (reading.firstAt === 0) throw new Error(`${target.name} answered ${reading.status} without text`);
      samples.get(target.name)?.push(await toSample(provider, reading, full));
      await delay(15); // what follows an answer is not the next one's cost
    }
  }
  return samples;
}

async function toSample(
  provider: Provider,
  reading: Reading,
  plan: Pick<Plan, "tokens" | "size" | "trace">,
): Promise<Sample> {
  const trace = await provider.trace(plan.trace);
  return {
    firstMs: reading.firstAt - reading.sentAt,
    beforeMs: trace.arrivedAt - reading.sentAt,
    delays: tokenDelays(reading, trace, plan),
  };
}

let traces = 0;

/** A name for a trace that no other turn of this run has. */
export function newTrace(): string {
  traces += 1;
  return `t${traces}`;
}

/** What a target adds to the provider's own time, round by round. */
export function added(samples: Map<string, Sample[]>, target: Target, direct: Target): number[] {
  const base = samples.get(direct.name) ?? [];
  return (samples.get(target.name) ?? []).map(({ firstMs }, round) => firstMs - (base[round]?.firstMs ?? 0));
}
