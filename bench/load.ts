// `npm run bench:load`: many streams at once for minutes, with slow readers, connections that come and go, and rushes past
// the cap: on a file, and on a libSQL server with two instances. docs/benchmarks.md explains it. Figures are printed, and
// judged by whoever reads them.
//   --only file,instances   one of the two
//   --minutes N             how long each (10)
//   --streams N             how many at once (100)
//   --quick                 half a minute of 20 streams, to see that it works
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, isBuilt } from "../scripts/build.ts";
import { printLoad } from "./load/print.ts";
import { type LoadPlan, runLoad } from "./load/run.ts";
import { openSites, type Sites } from "./load/sites.ts";
import { startProvider } from "./provider/control.ts";

process.chdir(path.resolve(import.meta.dirname, ".."));
if (process.platform !== "linux") throw new Error("processor time and memory are read from /proc: this needs Linux");
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "file,instances" },
    minutes: { type: "string" },
    streams: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const number = (name: "minutes" | "streams", fallback: number) => {
  const value = Number(values[name] ?? fallback);
  if (!(value > 0)) throw new Error(`--${name} wants a number above 0`);
  return value;
};
const plan: LoadPlan = {
  streams: Math.round(number("streams", values.quick ? 20 : 100)),
  seconds: number("minutes", values.quick ? 0.5 : 10) * 60,
};
const [load = 0] = loadavg();
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)}`);
if (load > 1) console.log("The machine is busy with other things: these figures are not to be trusted.");
if (!isBuilt()) build();
const provider = await startProvider();
for (const kind of values.only.split(",")) {
  if (kind !== "file" && kind !== "instances") throw new Error(`unknown: --only ${kind}. Known are file, instances.`);
  const sites: Sites = await openSites(kind, provider, plan.streams);
  try {
    printLoad(sites, plan, await runLoad(sites, provider, plan));
  } finally {
    await sites.close();
  }
}
// what was started ends with this process
process.exit();
