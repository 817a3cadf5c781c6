import { setTimeout as delay } from "node:timers/promises";
import { runningTurns, type StopReason } from "./running-turns.ts";

const lookMs = 50;

/**
 * Takes no more turns; who sends one is told to send it again in a moment, when another process may be there. Lets the
 * running ones end by themselves for a while, then ends the rest as interrupted, each in good order.
 * @param graceMs how long they may go on
 * @param closeMs how long the writing of the ends may take
 */
export async function shutdownTurns(graceMs: number, closeMs: number): Promise<void> {
  runningTurns().close();
  await drained(graceMs);
  for (const turn of runningTurns().all()) turn.controller.abort("shutdown" satisfies StopReason);
  await drained(closeMs);
}

async function drained(milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (runningTurns().busy && performance.now() < until) await delay(lookMs);
}
