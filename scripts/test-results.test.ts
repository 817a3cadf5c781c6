import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { addCounts, playwrightCounts, summaryLine, tortureCounts, vitestCounts } from "./test-results.ts";

const directory = mkdtempSync(path.join(tmpdir(), "switchboard-results-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function report(value: unknown): string {
  const file = path.join(directory, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

test("the summary adds what both runners report", () => {
  const unit = { numPassedTests: 100, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };
  const pages = { stats: { expected: 23, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };
  expect(summaryLine(addCounts(vitestCounts(report(unit)), playwrightCounts(report(pages))))).toBe(
    "123 passed, 0 failed, 2 skipped",
  );
  expect(summaryLine(playwrightCounts(report(pages)))).toBe("23 passed, 0 failed");
  const torture = { passed: 13, failed: 1, skipped: 0 };
  expect(summaryLine(addCounts(playwrightCounts(report(pages)), tortureCounts(report(torture))))).toBe(
    "36 passed, 1 failed",
  );
  expect(tortureCounts(path.join(directory, "none.json"))).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test("what broke outside of a test is a failure too", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  const unit = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults };
  expect(vitestCounts(report(unit)).failed).toBe(2);
  const pages = { stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{ message: "no such file" }] };
  expect(playwrightCounts(report(pages)).failed).toBe(3);
  expect(vitestCounts(path.join(directory, "none.json"))).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
