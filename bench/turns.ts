// `npm run bench:turns`: what a turn costs, beside floors that do the least any such site can do. docs/benchmarks.md
// explains each row. Figures are printed, and judged by whoever reads them.
//   --only next,history,store,delay,cost,ramp    some rows; also: load (steady, readers, chunks), remote (distance, followers)
//   --rounds N                                   more rounds, less chance
//   --quick                                      to see that it works
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";
import { build, isBuilt } from "../scripts/build.ts";
import { readOptions } from "./options.ts";
import { chunks } from "./rows/chunks.ts";
import { cost } from "./rows/cost.ts";
import { tokenDelay } from "./rows/delay.ts";
import { fullStore, longHistory, nextTurn } from "./rows/first-token.ts";
import { ramp } from "./rows/ramp.ts";
import { distance, followers } from "./rows/remote.ts";
import { stalledReaders } from "./rows/stalled-readers.ts";
import { steadyLoad } from "./rows/steady-load.ts";
import { openStage, type Stage } from "./stage.ts";

const rows: Record<string, (stage: Stage) => Promise<void>> = {
  next: nextTurn,
  history: longHistory,
  cost,
  delay: tokenDelay,
  ramp,
  store: fullStore,
  steady: steadyLoad,
  readers: stalledReaders,
  chunks,
  distance,
  followers,
};
const standard = ["next", "history", "store", "delay", "cost", "ramp"];
const groups = {
  standard,
  load: ["steady", "readers", "chunks"],
  remote: ["distance", "followers"],
  ...Object.fromEntries(Object.keys(rows).map((name) => [name, [name]])),
};

process.chdir(path.resolve(import.meta.dirname, ".."));
if (process.platform !== "linux") throw new Error("processor time and memory are read from /proc: this needs Linux");
const options = readOptions(groups);
const [load = 0] = loadavg();
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)}`);
if (load > 1) console.log("The machine is busy with other things: these figures are not to be trusted.");
if (!isBuilt()) build();
const stage = await openStage(options);
try {
  for (const name of options.rows) await rows[name]?.(stage);
} finally {
  await stage.close();
}
// what was started ends with this process
process.exit();
