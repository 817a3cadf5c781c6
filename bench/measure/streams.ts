import { setTimeout as delay } from "node:timers/promises";
import { history } from "../history.ts";
import { directive } from "../provider/answers.ts";
import type { Provider } from "../provider/control.ts";
import type { Target } from "../targets.ts";
import { cpuMs, memoryMb, watchPeak } from "./process-tree.ts";
import { countTurn } from "./read-turn.ts";
import { quantile } from "./statistics.ts";

export type Load = {
  /** processor time of the target for 1,000 tokens that the provider sent, ms */
  cpuPerThousand: number;
  firstP95: number;
  /** a turn's length over the ideal one, 95th percentile: above 1 the target falls behind */
  stretchP95: number;
  peakMb: number;
  failures: number;
};

/** Tokens of an answer and tokens a second of one stream. */
const tokens = 250;
const rate = 50;

/** Keeps so many streams going for so many seconds; each reads one answer after the other. */
export async function streams(provider: Provider, target: Target, count: number, seconds: number): Promise<Load> {
  const turns = Math.ceil((seconds * rate) / tokens) + 1;
  const asks = await target.prepare(count * turns, history(2));
  const firsts: number[] = [];
  const stretches: number[] = [];
  let failures = 0;
  await delay(200);
  const before = { cpu: cpuMs(target.pid), tokens: (await provider.stats()).tokens };
  const until = performance.now() + seconds * 1000;
  const peak = watchPeak(() => memoryMb(target.pid), 1000);
  const stream = async (index: number) => {
    await delay((index / count) * 1000); // not all in one moment
    while (performance.now() < until) {
      const call = asks.pop()?.(directive({ tokens, rate }));
      if (!call) return;
      const reading = await countTurn(target.base, call, target.dialect).catch(() => null);
      if (reading?.status !== 200 || reading.firstAt === 0) {
        failures += 1;
        continue;
      }
      firsts.push(reading.firstAt - reading.sentAt);
      stretches.push((reading.endedAt - reading.firstAt) / ((tokens / rate) * 1000));
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => stream(index)));
  const sent = (await provider.stats()).tokens - before.tokens;
  return {
    cpuPerThousand: (cpuMs(target.pid) - before.cpu) / (sent / 1000),
    firstP95: quantile(firsts, 0.95),
    stretchP95: quantile(stretches, 0.95),
    peakMb: peak.stop(),
    failures,
  };
}
