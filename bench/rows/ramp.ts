import { rotate } from "../measure/statistics.ts";
import { type Load, streams } from "../measure/streams.ts";
import { note, print } from "../report.ts";
import type { Stage } from "../stage.ts";
import type { Target } from "../targets.ts";

const firstTokenMs = 250;
const steps = [40, 60, 80, 100, 130, 160, 200, 250, 300, 400];

/** How many streams of 50 tokens a second one process carries while a new turn's first token comes within 250 ms. */
export async function ramp(stage: Stage): Promise<void> {
  const { merged, sdk } = await stage.floors();
  const targets = [await stage.site(), sdk, merged];
  const carried = new Map<string, number>(targets.map(({ name }) => [name, 0]));
  let standing = targets;
  console.log("\nRamp: first token, 95th percentile in ms (length of a turn over the ideal)");
  for (const [index, count] of (stage.options.quick ? [40, 100, 200] : steps).entries()) {
    const passed: Target[] = [];
    for (const target of rotate(standing, index)) {
      const load = await attempt(stage, target, count);
      note(`${String(count).padStart(3)} streams  ${target.name.padEnd(10)}  ${describe(load)}`);
      if (!passes(load)) continue;
      carried.set(target.name, count);
      passed.push(target);
    }
    standing = targets.filter((target) => passed.includes(target));
  }
  print([
    {
      title: `Streams of 50 tok/s in one process, first token p95 < ${firstTokenMs} ms (${steps.at(-1)} tried at most)`,
      values: Object.fromEntries([...carried].map(([name, count]) => [name, [count]])),
      must: "1.60 x (160)",
      aim: "4.00 x (400)",
      digits: 0,
    },
  ]);
}

// what fails once may have met something else on the machine
async function attempt({ provider, options }: Stage, target: Target, count: number): Promise<Load> {
  const seconds = options.quick ? 5 : 8;
  const load = await streams(provider, target, count, seconds);
  return passes(load) || options.quick ? load : streams(provider, target, count, seconds);
}

function passes({ firstP95, stretchP95, failures }: Load): boolean {
  return firstP95 < firstTokenMs && stretchP95 < 1.15 && failures === 0;
}

function describe({ firstP95, stretchP95, failures, cpuPerThousand }: Load): string {
  const failed = failures > 0 ? `, ${failures} without an answer` : "";
  return `${firstP95.toFixed(0)} (${stretchP95.toFixed(2)}), ${cpuPerThousand.toFixed(0)} ms CPU for 1,000 tokens${failed}`;
}
