import { setImmediate as yieldToOthers } from "node:timers/promises";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { runningTurns } from "./running-turns.ts";
import { shutdownTurns } from "./shutdown.ts";

test("SF-3 an end takes no more turns, and waits for one that is just being accepted", async () => {
  const leaveRoom = runningTurns().takeRoom();
  let over = false;
  const ended = shutdownTurns(5_000, 5_000).then(() => {
    over = true;
  });
  expect(() => runningTurns().takeRoom()).toThrow(new AppError("server_busy", { seconds: 5 }));
  await yieldToOthers();
  expect(over).toBe(false);
  leaveRoom();
  await ended;
});
