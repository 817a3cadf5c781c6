import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A check that found something wrong; the message says what. */
export class CheckFailed extends Error {}

/** Prints one line for each thing that was looked at. */
export class Report {
  passed = 0;
  failed = 0;

  ok(line: string): void {
    this.passed += 1;
    console.log(`ok      ${line}`);
  }

  /** @param wrong what is the matter, when it is not as it should be */
  expect(holds: boolean, right: string, wrong: string): void {
    if (holds) this.ok(right);
    else this.fail(wrong);
  }

  fail(line: string): void {
    this.failed += 1;
    console.log(`FAILED  ${line}`);
  }

  /** Runs checks that need one another: the first that fails ends them. */
  async all(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // what was waited for in vain says so by a plain error; any other kind is a mistake of the check's own
      const isTold = error instanceof CheckFailed || (error instanceof Error && error.constructor === Error);
      if (!isTold) throw error;
      this.fail(error.message);
    }
  }
}

/** @throws CheckFailed with the sentence */
export function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new CheckFailed(sentence);
}

/**
 * Runs a check in a folder of its own, which is removed after it unless the command line has `--keep`; prints how many
 * things were as they should be. The process ends with 1 when one was not.
 */
export async function runCheck(name: string, report: Report, check: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), `switchboard-${name}-`));
  const keep = process.argv.includes("--keep");
  process.once("exit", () => {
    if (keep) console.log(`Left in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  });
  await report.all(() => check(folder));
  console.log(`\n${report.passed} passed, ${report.failed} failed`);
  process.exitCode = report.failed > 0 ? 1 : 0;
}
