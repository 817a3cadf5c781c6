// `npm run torture -- --rounds 200 --seed 7 --engine sqld`: kills the built server at random points while answers
// stream and people reload, lose their connection, stop and send twice; checks that no turn is lost.
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Engine } from "../support/database.ts";
import { openLane } from "./lane.ts";
import { planRound } from "./plan.ts";
import { playRound, type RoundResult } from "./round.ts";
import { installBrowser } from "./tab.ts";
import { checkResults, describeFailures, describeTotals } from "./totals.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: String(randomInt(1_000_000)) },
    /** the number of the first round: a round is played again by its seed and its number */
    from: { type: "string", default: "1" },
    engine: { type: "string", default: "file" },
    /** worlds side by side: most of a round is waiting */
    lanes: { type: "string", default: "3" },
    /** a file for the counts, as JSON */
    report: { type: "string" },
  },
});
const engine = values.engine as Engine;
if (!["file", "sqld", "fleet"].includes(engine))
  throw new Error(`--engine is "file", "sqld" or "fleet", not "${values.engine}"`);
const { seed } = values;
const first = Number(values.from);
const rounds = Number(values.rounds);
const results: RoundResult[] = [];
let next = first;

// what breaks the run itself is no reason to forget where it was
process.on("uncaughtException", (error) => {
  console.error(`torture: seed ${seed}, after ${results.length} rounds:`, error);
  process.exit(1);
});
installBrowser();
console.info(`torture: ${rounds} rounds from seed ${seed}, engine ${engine}`);

/** Plays rounds until there are none left. */
async function playLane(): Promise<void> {
  const lane = await openLane(engine);
  try {
    while (next < first + rounds) {
      const begin = performance.now();
      const plan = planRound(seed, next++, engine);
      const result = await playRound(lane, plan);
      results.push(result);
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      const verdict = result.violations.length === 0 ? "ok" : `${result.violations.length} VIOLATIONS`;
      console.info(`round ${plan.round}: ${plan.signal}, ${result.endings.length} turns, ${seconds} s, ${verdict}`);
      if (result.violations.length > 0) console.info(describeFailures([result], seed));
    }
  } finally {
    await lane.dispose();
  }
}

await Promise.all(Array.from({ length: Math.min(Number(values.lanes), rounds) }, playLane));

console.info(`\n${describeTotals(results)}`);
const outcome = checkResults(results);
const failures = describeFailures(results, seed);
if (failures) console.info(`\n${failures}`);
for (const { name, violations } of outcome) console.info(`${violations === 0 ? "ok    " : "FAILED"} ${name}`);
const failed = outcome.filter(({ violations }) => violations > 0).length;
if (values.report)
  writeFileSync(values.report, JSON.stringify({ passed: outcome.length - failed, failed, skipped: 0 }));
// timers of the pages are of no use any more
process.exit(failed === 0 ? 0 : 1);
