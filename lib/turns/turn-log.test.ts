import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { RunningTurn } from "./running-turns.ts";
import { readLog, type TurnEvent } from "./turn-log.ts";

test("SF-4 followers are told when an answer cannot be stored, and when it can again; the log knows nothing of it", async () => {
  const turn = new RunningTurn("t", "u", "c");
  turn.stands();
  turn.append({ type: "text-start", id: "0" });
  const events = readLog(turn, 0, new AbortController().signal);
  const next = async () => {
    const { value } = (await events.next()) as { value: TurnEvent[] };
    return value.map(({ sequence, data }) => [sequence, JSON.parse(data)]);
  };
  const notice = (data: unknown) => [[null, { type: "data-notice", data, transient: true }]];

  expect(await next()).toMatchObject([[1, { type: "text-start" }]]);
  turn.wasNotStored(new AppError("database_full"));
  expect(await next()).toEqual(notice({ code: "database_full", seconds: 0 }));
  // told once, however often it fails
  turn.wasNotStored(new AppError("database_full"));
  const later = next();
  turn.wasStored(1, performance.now());
  turn.append({ type: "text-delta", id: "0", delta: "w" });
  expect(await later).toMatchObject([[2, { type: "text-delta" }]]);
  expect(await next()).toEqual(notice(null));
  expect(turn.events).toHaveLength(2);
});
