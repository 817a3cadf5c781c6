import { errorMessage } from "../errors.ts";
import { knownPrice } from "../models/known-facts.ts";
import { logTrouble } from "../telemetry/log.ts";
import { beginSpan } from "../telemetry/trace.ts";
import { callUsage } from "../usage/call-usage.ts";
import { askModel, type Question } from "./ask-model.ts";
import { finishTurn, type TurnEnding } from "./finish.ts";
import { goOnWriting } from "./go-on-writing.ts";
import { type RunningTurn, runningTurns } from "./running-turns.ts";
import { type Answer, type AnswerMetadata, emptyAnswer, foldChunk, type TurnChunk } from "./schema.ts";

/**
 * Asks the model and writes what it sends to the turn's log, until the turn ends. Never throws.
 * @returns the answer, or null when there is nothing of ours to show for it
 */
export async function answerTurn(turn: RunningTurn, question: Omit<Question, "controller">): Promise<Answer | null> {
  const startedAt = performance.now();
  const span = beginSpan("turn", { "switchboard.turn.id": turn.id, "gen_ai.conversation.id": turn.conversationId });
  let firstTokenMs: number | null = null;
  let answer = turn.events.reduce((folded, data) => foldChunk(folded, JSON.parse(data) as TurnChunk), emptyAnswer);

  const write = (chunk: TurnChunk) => {
    // a notice is no token
    if (chunk.type !== "data-notice") firstTokenMs ??= Math.round(performance.now() - startedAt);
    answer = foldChunk(answer, chunk);
    turn.append(chunk);
  };
  const asked = { ...question, controller: turn.controller };
  // at today's price, known long before the answer ends
  const price = knownPrice(question.model);
  const ending = await span.within(() => askModel(asked, question.keptLength > 0 ? goOnWriting(write) : write));

  const totalMs = Math.round(performance.now() - startedAt);
  const ended = await end(turn, answer as Answer & { metadata: AnswerMetadata }, {
    ...ending,
    usage: callUsage(ending.usage, await price),
    firstTokenMs,
    totalMs,
  });
  span.set({ "switchboard.turn.ending": ending.status, "switchboard.turn.first_token_ms": firstTokenMs ?? -1 });
  span.end(ending.error?.code);
  return ended ? answer : null;
}

async function end(
  turn: RunningTurn,
  answer: Answer & { metadata: AnswerMetadata },
  ending: TurnEnding,
): Promise<boolean> {
  try {
    if (turn.controller.signal.reason === "lease-lost") return false;
    const lease = { turnId: turn.id, owner: runningTurns().owner };
    const pending = { first: turn.stored + 1, data: turn.events.slice(turn.stored) };
    const terminal = await finishTurn(lease, answer, ending, pending);
    // followers learn of the end only when it is stored: what they do next finds the turn ended
    if (terminal) turn.append(...terminal);
    return terminal !== null;
  } catch (error) {
    logTrouble("turn-end-not-written", error, { turn: turn.id });
    turn.append({ type: "error", errorText: errorMessage("database_unavailable") });
    return false;
  } finally {
    runningTurns().finished(turn);
  }
}
