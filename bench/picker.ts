// `npm run bench:picker`: how long a person with a slow computer waits for a list of models that changes, in the picker
// and on the page of all models. docs/benchmarks.md explains each row. Figures are printed, and judged by whoever reads.
//   --only real,thousands,many    some lists: the real one, 5,000 and 50,000 models
//   --rounds N                    each query so often
//   --quick                       to see that it works
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";
import { type Browser, chromium } from "playwright";
import { startFakeProvider } from "../e2e/fake-provider/server.ts";
import { startApp } from "../e2e/support/app.ts";
import { ensureBrowser, launchArguments } from "../e2e/support/browser.ts";
import { build, isBuilt } from "../scripts/build.ts";
import { measureBrowse } from "./browser/browse.ts";
import { type Lists, lists } from "./browser/lists.ts";
import { openVisit } from "./browser/page.ts";
import { measurePicker } from "./browser/picker.ts";
import { measurePlainList } from "./browser/plain-list.ts";
import { readOptions } from "./options.ts";
import { print } from "./report.ts";
import { visit } from "./site.ts";

/** How much slower than this machine the page's computer is. */
const slower = 4;

process.chdir(path.resolve(import.meta.dirname, ".."));
const names = Object.keys(lists) as (keyof Lists)[];
const groups = { standard: names, ...Object.fromEntries(names.map((name) => [name, [name]])) };
const options = readOptions(groups);
const [load = 0] = loadavg();
console.log(
  `Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)}, page ${slower} x slower`,
);
if (load > 1) console.log("The machine is busy with other things: these figures are not to be trusted.");
if (!isBuilt()) build();
const executablePath = ensureBrowser("figures");
const browser = await chromium.launch({ executablePath, args: launchArguments });
try {
  for (const name of options.rows as (keyof Lists)[]) await measureList(browser, name);
} finally {
  await browser.close();
}
process.exit();

async function measureList(browser: Browser, name: keyof Lists): Promise<void> {
  const { title, models, must } = lists[name]();
  const provider = await startFakeProvider();
  provider.setListing("openrouter", models);
  const app = await startApp({
    provider,
    env: { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined },
  });
  try {
    const person = await visit(app.url, app.databaseUrl);
    const opened = await openVisit(browser, app.url, person.cookie, slower);
    console.log(
      `\n== ${title}: ${opened.models} models, ${opened.megabytes.toFixed(2)} MB; shown ${opened.listedMs.toFixed(0)} ms after the page was asked for`,
    );
    const rounds = options.quick ? 1 : Math.max(1, Math.round(options.rounds / 5));
    print(await measurePicker(opened.page, rounds, must));
    print(await measureBrowse(opened.page, rounds, must));
    const named = models.map(({ id, name }) => ({ id, name: String(name) }));
    print(await measurePlainList(opened.page, named, rounds));
    await opened.close();
    person.client.close();
  } finally {
    await app.dispose();
    await provider.close();
  }
}
