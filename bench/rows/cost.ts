import { rotate } from "../measure/statistics.ts";
import { type Load, streams } from "../measure/streams.ts";
import { type Figure, note, print } from "../report.ts";
import type { Stage } from "../stage.ts";

/** Processor time and memory under 40 streams of 50 tokens a second. */
export async function cost(stage: Stage): Promise<void> {
  const { provider, warmMb, options } = stage;
  const { merged, sdk, pipe } = await stage.floors();
  const targets = [await stage.site(), merged, sdk, pipe];
  const loads = new Map<string, Load[]>(targets.map((target) => [target.name, []]));
  const rounds = Math.max(1, Math.round(options.rounds / 7));
  for (let round = 0; round < rounds; round += 1) {
    for (const target of rotate(targets, round)) {
      loads.get(target.name)?.push(await streams(provider, target, 40, options.quick ? 5 : 8));
    }
  }
  const values = (of: (load: Load) => number) =>
    Object.fromEntries([...loads].map(([name, list]) => [name, list.map(of)]));
  const warm = Object.fromEntries(targets.map(({ name }) => [name, [warmMb.get(name) ?? Number.NaN]]));
  const figures: Figure[] = [
    {
      title: "CPU for 1,000 tokens, 40 streams of 50 tok/s, ms",
      values: values((load) => load.cpuPerThousand),
      must: "0.83 x (150 ms)",
      aim: "0.35 x (63 ms)",
      digits: 0,
    },
    {
      title: "First token under these streams, 95th percentile, ms",
      values: values((load) => load.firstP95),
    },
    { title: "Memory warm, MB (proportional set size)", values: warm, must: "250 MB", digits: 0 },
    { title: "Memory with 40 streams, MB", values: values((load) => load.peakMb), must: "330 MB", digits: 0 },
  ];
  print(figures);
  const failed = [...loads.values()].flat().reduce((sum, load) => sum + load.failures, 0);
  if (failed > 0) note(`turns without an answer: ${failed}`);
}
