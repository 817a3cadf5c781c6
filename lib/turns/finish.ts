import { setTimeout as delay } from "node:timers/promises";
import { type FinishedTurn, finishTurnRow, type Lease } from "../db/turn-batches.ts";
import { deleteOldTurnEvents, deleteTurnEvents } from "../db/turn-log.ts";
import { env } from "../env.ts";
import { errorMessage } from "../errors.ts";
import { withoutLogContext } from "../telemetry/context.ts";
import { logEvent, logTrouble } from "../telemetry/log.ts";
import { labels, metrics } from "../telemetry/metrics.ts";
import { type AnswerUsage, answerUsage, type CallUsage } from "../usage/schema.ts";
import type { Ending } from "./ending.ts";
import { type Answer, type AnswerMetadata, filledParts, type TurnChunk } from "./schema.ts";

/** How long the log stays after the end, so that every follower sees the tail. */
export const keepEventsMs = 60_000;
const forgetEveryMs = 10_000;

/**
 * Waits before the writing of an end is tried again, when the database is away; the last one repeats for as long as
 * the whole answer is worth holding in memory.
 */
const retryWaitsMs = [200, 500, 1000, 2000, 4000];
const retryForMs = 5 * 60_000;

/** An ending with what it took, and what was measured on the way. */
export type TurnEnding = Omit<Ending, "usage"> & {
  usage: CallUsage;
  firstTokenMs: number | null;
  totalMs: number | null;
};

/** Events that are not in the database yet, in order, and the number of the first of them. */
export type PendingEvents = { first: number; data: string[] };

/**
 * The one way a turn ends. The last events, the answer, its status, tokens, cost and timings are written together, under
 * the lease, at most once.
 * @param answer the answer so far, as folded from the log
 * @returns the terminal chunks now stored, or null when somebody else had ended or taken the turn
 * @throws AppError `database_unavailable` when the database stays away; the turn is then an orphan
 */
export async function finishTurn(
  lease: Lease,
  answer: Answer & { metadata: AnswerMetadata },
  ending: TurnEnding,
  pending: PendingEvents,
): Promise<TurnChunk[] | null> {
  const chunks = terminalChunks(answer.metadata, { ...ending, usage: answerUsage(ending.usage) });
  const terminal = chunks.map((chunk) => JSON.stringify(chunk));
  const run = { turnId: lease.turnId, ...pending };
  const row = toRow(answer, ending);
  const until = performance.now() + retryForMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { ended, owner, status } = await finishTurnRow(lease, row, run, terminal);
      // after an attempt whose answer was lost, the end that stands there may be this one
      const ours = ended || (attempt > 0 && owner === lease.owner && status === row.status);
      if (ours) {
        forgetEventsLater(lease.turnId);
        note(lease.turnId, answer.metadata.modelId, ending);
      }
      return ours ? chunks : null;
    } catch (error) {
      if (performance.now() > until) throw error;
      await delay(retryWaitsMs[Math.min(attempt, retryWaitsMs.length - 1)]);
    }
  }
}

function note(turn: string, model: string, { status, finishReason, error, usage, firstTokenMs, totalMs }: TurnEnding) {
  const { inputTokens, outputTokens } = usage;
  const counted = metrics();
  counted.turns.add(1, labels({ ending: status, error: error?.code ?? "" }));
  if (firstTokenMs !== null) counted.firstToken.observe(firstTokenMs / 1000);
  if (totalMs !== null) counted.turnSeconds.observe(totalMs / 1000);
  if (inputTokens !== null) counted.tokens.add(inputTokens, labels({ direction: "input" }));
  if (outputTokens !== null) counted.tokens.add(outputTokens, labels({ direction: "output" }));
  const why = error?.code ?? null;
  logEvent("turn", {
    turn,
    model,
    ending: status,
    finishReason,
    why,
    firstTokenMs,
    totalMs,
    inputTokens,
    outputTokens,
  });
}

/** What tells a follower, in the AI SDK's protocol, that the turn is over and how. */
export function terminalChunks(
  running: AnswerMetadata,
  {
    status,
    finishReason,
    error,
    usage,
  }: Pick<Ending, "status" | "finishReason" | "error"> & { usage: AnswerUsage | null },
): TurnChunk[] {
  const messageMetadata: AnswerMetadata = {
    ...running,
    status,
    ...(finishReason && { finishReason }),
    ...(error && { error }),
    ...(usage && { usage }),
  };
  switch (status) {
    case "complete":
      return [{ type: "finish", finishReason: finishReason ?? "stop", messageMetadata }];
    case "stopped":
      return [
        { type: "message-metadata", messageMetadata },
        { type: "abort", reason: "stopped" },
      ];
    default: {
      const errorText = error ? errorMessage(error.code, error.params) : errorMessage("internal");
      return [
        { type: "message-metadata", messageMetadata },
        { type: "error", errorText },
      ];
    }
  }
}

function toRow(answer: Answer, ending: TurnEnding): FinishedTurn {
  const { usage, served, error } = ending;
  const answered = ending.firstTokenMs !== null || answerUsage(usage) !== null;
  return {
    status: ending.status,
    parts: JSON.stringify(filledParts(answer.parts)),
    finishReason: ending.finishReason,
    error: error && JSON.stringify(error),
    errorCode: error?.code ?? null,
    usage,
    spent: answered || ending.status !== "failed",
    servedModel: served.model,
    servedBy: served.by,
    responseId: served.responseId,
    firstTokenMs: ending.firstTokenMs,
    totalMs: ending.totalMs,
    endedAt: new Date().toISOString(),
  };
}

const ended: { turnId: string; at: number }[] = [];

// the logs of many turns go in one write, now and then
function forgetEventsLater(turnId: string): void {
  ended.push({ turnId, at: performance.now() });
  if (ended.length === 1) withoutLogContext(() => setTimeout(forgetEvents, keepEventsMs).unref());
}

function forgetEvents(): void {
  const due = performance.now() - keepEventsMs;
  const firstLater = ended.findIndex(({ at }) => at > due);
  const old = ended.splice(0, firstLater < 0 ? ended.length : firstLater);
  if (ended.length > 0) setTimeout(forgetEvents, forgetEveryMs).unref();
  if (old.length === 0) return;
  deleteTurnEvents(old.map(({ turnId }) => turnId)).catch((error) => logTrouble("turn-events-not-deleted", error));
}

/**
 * Deletes the logs of turns that ended a while ago, where processes stand still between requests: a timer of one that
 * stands still, or has ended, deletes nothing. Never throws.
 */
export async function forgetOldEvents(): Promise<void> {
  if (!env().onVercel) return;
  const before = new Date(Date.now() - keepEventsMs).toISOString();
  await deleteOldTurnEvents(before).catch((error) => console.error("[turn log] old events were not deleted", error));
}
