import { setTimeout as delay } from "node:timers/promises";
import { history } from "../history.ts";
import { tokenDelays } from "../measure/delays.ts";
import { newTrace } from "../measure/paired.ts";
import { cpuMs, memoryMb, residentMb, watchPeak } from "../measure/process-tree.ts";
import { readTurn } from "../measure/read-turn.ts";
import { quantile } from "../measure/statistics.ts";
import { answerText, directive } from "../provider/answers.ts";
import { note } from "../report.ts";
import type { Stage } from "../stage.ts";
import type { Ask, Site } from "../targets.ts";

/** Streams, tokens a second of each, and tokens of an answer: 20 seconds. */
const count = 100;
const rate = 50;
const tokens = 1000;
const expected = answerText({ tokens, size: 0 });

/** 100 streams of 50 tokens a second for two minutes: how late tokens are, whether any is lost, and memory. */
export async function steadyLoad(stage: Stage): Promise<void> {
  const { provider, options } = stage;
  const site = await stage.site();
  const seconds = options.quick ? 20 : 120;
  const asks = await site.prepare(count * (Math.ceil((seconds * rate) / tokens) + 1), history(2));
  const before = { cpu: cpuMs(site.pid), memory: memoryMb(site.pid), tokens: (await provider.stats()).tokens };
  const resident = watchPeak(() => residentMb(site.pid), 1000);
  const result: Result = { delays: [], turns: 0, lost: 0, changed: 0 };
  const until = performance.now() + seconds * 1000;
  const stream = async (index: number) => {
    await delay((index / count) * 1000); // not all in one moment
    while (performance.now() < until) await one(stage, site, asks, result);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => stream(index)));
  const { delays, turns, lost, changed } = result;
  const sent = (await provider.stats()).tokens - before.tokens;
  console.log(`\nLD-1: ${count} streams of ${rate} tok/s for ${seconds} s (${turns} turns, ${sent} tokens)`);
  const shown = [0.5, 0.99, 0.999, 1].map((share) => quantile(delays, share).toFixed(1));
  note(
    `delay of a token behind the provider, ms: median ${shown[0]}, p99 ${shown[1]}, p99.9 ${shown[2]}, greatest ${shown[3]}`,
  );
  note(`-> must p99 100 ms`);
  note(`tokens lost ${lost}, answers that differ ${changed}   -> must 0`);
  note(
    `memory before ${before.memory.toFixed(0)} MB, resident at most ${resident.stop().toFixed(0)} MB   -> must 700 MB`,
  );
  note(`CPU for 1,000 tokens ${((cpuMs(site.pid) - before.cpu) / (sent / 1000)).toFixed(0)} ms`);
}

type Result = { delays: number[]; turns: number; lost: number; changed: number };

async function one({ provider }: Stage, site: Site, asks: Ask[], result: Result): Promise<void> {
  const plan = { tokens, rate, size: 0, trace: newTrace() };
  const call = asks.pop()?.(directive(plan));
  if (!call) throw new Error("too few conversations were prepared");
  const reading = await readTurn(site.base, call, site.dialect);
  const delays = tokenDelays(reading, await provider.trace(plan.trace), plan);
  for (const ms of delays) result.delays.push(ms);
  result.turns += 1;
  result.lost += tokens - delays.length;
  if (reading.text !== expected) result.changed += 1;
}
