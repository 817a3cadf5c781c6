import { quantile } from "../measure/statistics.ts";
import { note } from "../report.ts";
import { type LoadPlan, type LoadResult, rate } from "./run.ts";
import type { Sites } from "./sites.ts";
import type { Moment } from "./watch.ts";

/** The first minutes of a process are warming up: its memory is judged after so much of the time. */
const warmShare = 0.3;

/** Prints what a load has shown, each line under the number of its case. */
export function printLoad({ title, all }: Sites, { streams, seconds }: LoadPlan, result: LoadResult): void {
  const { delays, turns, sent, lost, changed, notComplete, rushed, moments, kept } = result;
  console.log(`\n${title}: ${streams} streams of ${rate} tok/s for ${(seconds / 60).toFixed(1)} minutes`);
  const late = [0.5, 0.99, 0.999, 1].map((share) => quantile(delays, share).toFixed(1));
  note(`LD-1 ${turns} turns of the streams, ${sent} tokens with those of the rushes`);
  note(
    `LD-1 delay of a token behind the provider, ms: median ${late[0]}, p99 ${late[1]}, p99.9 ${late[2]}, greatest ${late[3]}   -> must p99 100 ms`,
  );
  note(
    `LD-1 tokens lost ${lost}, answers that differ ${changed}, turns not complete ${notComplete}, connections broken ${result.broken}   -> must 0`,
  );
  for (const [index, { name }] of all.entries()) {
    const memory = moments.map((moment) => [moment.at, moment.memory[index] ?? Number.NaN] as const);
    const warm = memory.filter(([at]) => at >= warmShare * seconds && at <= seconds);
    const size = warm.map(([, mb]) => mb);
    // what is collected at last is in use: the least of each half minute
    const heap = moments.map((moment) => [moment.at, moment.heap[index] ?? Number.NaN] as const);
    const inUse = [...Map.groupBy(heap, ([at]) => Math.floor(at / 30)).values()].map((some) =>
      Math.min(...some.map(([, mb]) => mb)),
    );
    note(
      `LD-1 memory of ${name}, MB resident: at first ${memory[0]?.[1].toFixed(0)}, greatest ${Math.max(...memory.map(([, mb]) => mb)).toFixed(0)}, ` +
        `median after ${((warmShare * seconds) / 60).toFixed(1)} minutes ${quantile(size, 0.5).toFixed(0)}, slope from then on ${(60 * slope(warm)).toFixed(2)} MB a minute, a minute after the end ${kept.memory[index]?.toFixed(0)}   -> must 700 MB`,
    );
    note(
      `     heap of ${name}, MB: the least of each half minute ${inUse.map((mb) => mb.toFixed(0)).join(", ")}; a minute after the end ${kept.heap[index]?.toFixed(0)}`,
    );
  }
  note(`     processor time for 1,000 tokens, ms: ${result.cpu.toFixed(0)} of the site's processes together`);
  note(
    `LD-2 rushes past the cap: ${rushed.accepted} accepted, ${rushed.refused} refused with 503 and a time to wait, ${rushed.other} otherwise   -> must 0 otherwise; ` +
      `the streams themselves met them ${result.waited} times and were sent again; a refusal took ${quantile(rushed.refusalMs, 0.5).toFixed(0)} ms, p95 ${quantile(rushed.refusalMs, 0.95).toFixed(0)}`,
  );
  note(`LD-3 slow readers: ${result.slow} answers were read by the piece, one a second`);
  note(
    `LD-4 connections that broke off: ${result.churned}; followers left behind ${kept.followers.join(", ")}   -> must 0`,
  );
  printDatabase(moments, kept);
}

function printDatabase(moments: Moment[], kept: LoadResult["kept"]): void {
  const sizes = moments.map(({ database }) => database);
  note(
    `     database on the disk, MB: at first ${sizes[0]?.toFixed(1)}, greatest ${Math.max(...sizes).toFixed(1)}, in the end ${sizes.at(-1)?.toFixed(1)}; ` +
      `a minute later ${kept.database.toFixed(1)}, with ${kept.logRows} rows of logs and ${kept.freeMb.toFixed(1)} MB free to be used again`,
  );
}

/** Least squares: what a value gains with each unit of what it is plotted over. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const above = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  const below = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return above / below;
}
