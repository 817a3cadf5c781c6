// `npm run bench:page`: what the page costs a browser, beside a bare page that shows plain text. docs/benchmarks.md explains
// each row. Figures are printed, and judged by whoever reads.
//   --only load,stream,long,side,hostile  some rows
//   --rounds N                    how often a page is opened; an answer streams half as often
//   --quick                       to see that it works
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";
import { chromium } from "playwright";
import { ensureBrowser, launchArguments } from "../e2e/support/browser.ts";
import { build, isBuilt } from "../scripts/build.ts";
import { measureHostile } from "./browser/hostile.ts";
import { measureLoad, measureLong, measureSide, measureStream, type Room } from "./browser/rows.ts";
import { startNext } from "./floors/start.ts";
import { readOptions } from "./options.ts";
import { startProvider } from "./provider/control.ts";
import { print } from "./report.ts";
import { visit } from "./site.ts";
import { startSite } from "./targets.ts";

/** So many times slower than this machine are the computers that the pages are shown on. */
const paces = [1, 4];

process.chdir(path.resolve(import.meta.dirname, ".."));
const groups = { standard: ["load", "stream", "long", "side", "hostile"] };
const options = readOptions({
  ...groups,
  ...Object.fromEntries(groups.standard.map((name) => [name, [name]])),
});
const load = () => loadavg()[0]?.toFixed(1);
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${load()}`);
if (Number(load()) > 1) console.log("The machine is busy with other things: these figures are not to be trusted.");
if (!isBuilt()) build();
const executablePath = ensureBrowser("figures");
const provider = await startProvider();
const site = await startSite("ours", provider);
const floor = await startNext(provider.url);

const browser = await chromium.launch({ executablePath, args: launchArguments });
console.log(`Chromium ${browser.version()}`);
const room: Room = {
  browser,
  provider,
  places: {
    ours: { url: `${site.base}/`, cookies: site.visitor.cookie },
    floor: { url: `${floor.base}/`, cookies: "" },
  },
  newPerson: () => visit(site.base, site.databaseUrl),
  // pages are dearer than turns: twenty rounds of those are five of these
  rounds: options.quick ? 1 : Math.max(1, Math.round(options.rounds / 4)),
  quick: options.quick,
};
try {
  for (const row of options.rows) {
    console.log(`\n== ${row} (load ${load()})`);
    if (row === "load") for (const pace of paces) print(await measureLoad(room, pace));
    if (row === "stream") for (const pace of paces) print(await measureStream(room, pace));
    const lengths = options.quick ? [10, 1_000] : [10, 1_000, 10_000];
    if (row === "long") for (const pace of paces) print(await measureLong(room, pace, lengths));
    const counts = options.quick ? [1_000] : [1_000, 10_000];
    if (row === "side") for (const pace of paces) print(await measureSide(room, pace, counts));
    // a page of each is dearer still
    if (row === "hostile") print(await measureHostile({ ...room, rounds: Math.ceil(room.rounds / 2) }));
  }
} finally {
  await browser.close();
  await site.close();
}
process.exit();
