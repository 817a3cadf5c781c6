import { setTimeout as sleep } from "node:timers/promises";
import type { Chat } from "./chat.ts";
import { type Lane, slackOf } from "./lane.ts";
import type { Ledger } from "./ledger.ts";
import type { RoundPlan } from "./plan.ts";
import { readRunning } from "./stored.ts";

/** What is promised: an end within ten seconds of SIGTERM, and nothing left running ten seconds after a restart. */
const promisedMs = 10_000;
const lookMs = 100;

/** How the end and the restart went, in milliseconds, and how many turns were left in the middle of their answer. */
export type KillResult = { exitMs: number; orphansMs: number; cut: number };

/** Sends the round's signal to its victim, leads its pages to the other instance, and starts it again. */
export async function killAndRestart(lane: Lane, ledger: Ledger, plan: RoundPlan, chats: Chat[]): Promise<KillResult> {
  const app = lane.apps[plan.victim];
  if (!app) throw new Error("the plan's victim is not there");
  const printed = app.output().length;
  ledger.kill = { at: performance.now(), base: app.url, signal: plan.signal, slackMs: slackOf(lane) };
  void leadAway(lane, app.url, plan, chats);
  const { code, milliseconds } = await app.stop(plan.signal);
  if (plan.signal === "SIGTERM") {
    if (code !== 0) ledger.fail("shutdown", `the server exited with ${code} after SIGTERM`);
    if (milliseconds > promisedMs) ledger.fail("shutdown", `the server took ${Math.round(milliseconds)} ms to exit`);
  }
  const left = await readRunning(lane.databaseUrl);
  if (plan.signal === "SIGTERM" && lane.apps.length === 1 && left.size > 0) {
    ledger.fail("shutdown", `${left.size} turns are left running after an asked-for end`);
  }
  lookAtOutput(ledger, app.output().slice(printed));
  await app.restart();
  const orphansMs = await watchOrphans(lane, ledger, left);
  return { exitMs: milliseconds, orphansMs, cut: left.size };
}

// Behind a load balancer the next connection goes to an instance that lives.
async function leadAway(lane: Lane, dead: string, { moveAfterMs }: RoundPlan, chats: Chat[]): Promise<void> {
  const other = lane.apps.find(({ url }) => url !== dead);
  if (!other) return;
  const pages = chats.flatMap((chat) => chat.pages).filter(({ base }) => base === dead);
  await Promise.all(
    pages.map(async (page, index) => {
      await sleep(moveAfterMs[index % moveAfterMs.length]);
      page.leadTo(other.url);
    }),
  );
}

// A turn that stood as running when the server was gone is an orphan, unless another instance raises its beat.
async function watchOrphans(lane: Lane, ledger: Ledger, left: Map<string, number>): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const running = await readRunning(lane.databaseUrl);
    const orphans = [...left].filter(([id, beat]) => running.get(id) === beat).map(([id]) => id);
    const milliseconds = performance.now() - begin;
    if (orphans.length === 0) return left.size === 0 ? 0 : milliseconds;
    if (milliseconds > promisedMs + slackOf(lane)) {
      ledger.fail("orphans", `still running ${Math.round(milliseconds)} ms after the restart: ${orphans.join(", ")}`);
      return milliseconds;
    }
    await sleep(lookMs);
  }
}

/**
 * Whatever a server prints after its start is about something that went wrong, but for a look at the orphans that a
 * libSQL server on a busy machine did not answer in time: that look is done again.
 */
export function lookAtOutput(ledger: Ledger, printed: string): void {
  // what is indented belongs to the line before it
  const lines = printed
    .split("\n")
    .filter((text) => /^\S.*(error|unhandled)|^\[(turn|orphans|server|title|health)/i.test(text));
  const line = lines.find((text) => !/^\[orphans-not-read\].*does not answer/.test(text));
  if (line) ledger.fail("quiet", `the server printed: ${printed.slice(printed.indexOf(line)).slice(0, 1500)}`);
}
