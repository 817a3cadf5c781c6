import { setTimeout as delay } from "node:timers/promises";
import { runningTurns, type StopReason } from "./running-turns.ts";

const lookMs = 50;

/**
 * Lets running turns end by themselves for a while, then ends the rest as interrupted, each in good order.
 * @param graceMs how long they may go on
 * @param closeMs how long the writing of the ends may take
 */
export async function shutdownTurns(graceMs: number, closeMs: number): Promise<void> {
  await drained(graceMs);
  for (const turn of runningTurns().all()) turn.controller.abort("shutdown" satisfies StopReason);
  await drained(closeMs);
}

async function drained(milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (runningTurns().all().length > 0 && performance.now() < until) await delay(lookMs);
}
