import { type CheckName, checks } from "./checks.ts";
import type { RoundPlan } from "./plan.ts";
import type { RoundResult } from "./round.ts";

/** How often each word comes. */
function tally(words: string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return `${words.length} (${sorted.map(([word, count]) => `${word} ${count}`).join(", ")})`;
}

const killOf = ({ engine, signal, victim }: RoundPlan): string =>
  engine === "file" ? signal : `${signal} of the ${victim === 0 ? "first" : "second"}`;

const worst = (values: number[]): number => Math.round(Math.max(0, ...values));

/** What a run came to, for people. */
export function describeTotals(results: RoundResult[]): string {
  const asked = results.filter(({ plan }) => plan.signal === "SIGTERM");
  const lines: [string, string | number][] = [
    ["rounds", results.length],
    ["kills", tally(results.map(({ plan }) => killOf(plan)))],
    ["interruptions", tally(results.flatMap(({ interruptions }) => interruptions))],
    ["turns", tally(results.flatMap(({ endings }) => endings))],
    ["cut by a kill", results.reduce((sum, { cut }) => sum + cut, 0)],
    ["messages", results.reduce((sum, { messages }) => sum + messages, 0)],
    ["stored behind shown", `${worst(results.map(({ lag }) => lag.characters))} characters at worst`],
    ["as time of saying it", `${worst(results.map(({ lag }) => lag.milliseconds))} ms at worst`],
    ["orphans closed", `${worst(results.map(({ orphansMs }) => orphansMs))} ms after the restart at worst`],
    ["SIGTERM to exit", `${worst(asked.map(({ exitMs }) => exitMs))} ms at worst`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(22)}${value}`).join("\n");
}

/** What was violated, with what is needed to see it again. */
export function describeFailures(results: RoundResult[], seed: string): string {
  const failed = results.filter(({ violations }) => violations.length > 0);
  return failed
    .map(({ plan, violations }) => {
      const again = `npm run torture -- --seed ${seed} --from ${plan.round} --rounds 1 --engine ${plan.engine}`;
      const lines = violations.map(({ check, what }) => `  ${checks[check]}\n    ${what}`);
      return [`round ${plan.round} (${plan.signal} after ${plan.killAtMs} ms), again: ${again}`, ...lines].join("\n");
    })
    .join("\n");
}

/** The checks by name, and how many violations each of them saw; without those that nothing in the rounds has tried. */
export function checkResults(results: RoundResult[]): { name: string; violations: number }[] {
  const violations = results.flatMap((result) => result.violations);
  return (Object.keys(checks) as CheckName[])
    .map((check) => ({
      check,
      name: checks[check],
      violations: violations.filter((violation) => violation.check === check).length,
    }))
    .filter(({ check, violations }) => violations > 0 || results.some(({ plan }) => isTried(check, plan)))
    .map(({ name, violations }) => ({ name, violations }));
}

function isTried(check: CheckName, { engine, signal }: RoundPlan): boolean {
  // one process alone has no other one's turns to take along
  if (check === "others") return engine !== "file";
  return check !== "shutdown" || signal === "SIGTERM";
}
