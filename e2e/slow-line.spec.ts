import { execFileSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { startBadLine } from "./support/bad-line.ts";
import { chatOn, newQuestion, waitForStored } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { seededRandom } from "./support/random.ts";
import { numberedWords } from "./support/turns.ts";

// CASES.md: CF-10

const megabyte = 1_000_000;

/** What the page's script holds after everything that nobody uses is gone, in bytes. */
async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return usedSize;
}

/** What a process holds in memory, in bytes. */
function residentBytes(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", `${pid}`], { encoding: "utf8" })) * 1024;
}

test("CF-10 on a line of 50 kbit/s with 2 s latency and 5 % loss a turn works, the queue behind it, stop and memory", async ({
  browser,
  app,
  account,
  signIn,
  clientFor,
}) => {
  test.setTimeout(180_000);
  const line = await startBadLine(seededRandom("CF-10"));
  const context = await browser.newContext({ baseURL: app.url, locale: "en-US", proxy: line.proxy });
  const page = await context.newPage();
  await signIn(page, account);
  await page.goto("/");
  const chat = chatOn(page);
  await chat.chooseModel("openai:scenario/slow:tokens=100,delay=10");
  line.setQuality({ bitsPerSecond: 50_000, roundTrip: 2000, lossPercent: 5 });

  // what is typed stands there at once, whatever the line does
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  await chat.send(first);
  await expect(chat.questions).toHaveText(first, { timeout: 1000 });
  await chat.send(second);
  await chat.waitFor("complete", 45);
  await expect(chat.questions).toHaveText([first, second], { timeout: 45_000 });
  await chat.waitFor("complete", 45);
  await expect(chat.words).toHaveText(numberedWords(100), { timeout: 45_000 });

  // an answer of more text than the line can carry: neither side heaps it up, and stop gets through
  const heapBefore = await heapOf(page);
  const residentBefore = residentBytes(app.pid);
  await chat.chooseModel("openai:scenario/slow:tokens=2000000,delay=1");
  await chat.send(third);
  await expect(chat.words).toContainText("w2000 ", { timeout: 60_000 });
  await chat.stopButton.click();
  await waitForStored(clientFor(account), await chat.id(), "stopped");
  const heapGrowth = (await heapOf(page)) - heapBefore;
  const residentGrowth = residentBytes(app.pid) - residentBefore;
  process.stdout.write(
    `CF-10: ${line.lostSegments()} segments lost, page +${(heapGrowth / megabyte).toFixed(1)} MB, ` +
      `server +${(residentGrowth / megabyte).toFixed(1)} MB\n`,
  );
  expect(line.lostSegments()).toBeGreaterThan(0);
  expect(heapGrowth).toBeLessThan(20 * megabyte);
  expect(residentGrowth).toBeLessThan(150 * megabyte);
  line.setQuality(null);
  await chat.waitFor("stopped", 30);
  await context.close();
  await line.close();
});
