import { setTimeout as delay } from "node:timers/promises";
import type { Actor } from "../auth/schema.ts";
import { readMessage } from "../conversations/read.ts";
import type { MessageView } from "../conversations/schema.ts";
import { type FollowedTurn, readRunningTurnId, readTurnLog } from "../db/turn-queries.ts";
import { AppError } from "../errors.ts";
import { terminalChunks } from "./finish.ts";
import { OrphanWatch } from "./orphans.ts";
import { type RunningTurn, runningTurns } from "./running-turns.ts";
import type { AnswerMetadata, TurnChunk } from "./schema.ts";

/** How often a turn of another process is looked at. */
const pollMs = 200;

/** One event as it goes over the wire: its number within the turn and the chunk as JSON. */
export type TurnEvent = { sequence: number; data: string };

/**
 * Follows a turn from an event on, whoever runs it and whether it still runs: first what is there, then what comes,
 * to the end. Yields what there is in one piece. A reader that does not ask for more costs nothing.
 * @param after the number of the last event already seen, 0 for none
 * @throws AppError `not_found` before the first event, when the turn is absent or another's
 */
export async function followTurn(
  actor: Actor,
  turnId: string,
  after: number,
  signal: AbortSignal,
): Promise<AsyncGenerator<TurnEvent[]>> {
  const local = runningTurns().get(turnId);
  if (local?.userId === actor.userId) return followHere(local, after, signal);
  const first = await readTurnLog(actor.userId, turnId, after);
  if (!first) throw new AppError("not_found");
  return followElsewhere(actor, turnId, after, first, signal);
}

/**
 * Follows what runs in a conversation now; null when nothing does.
 * @throws AppError `not_found` when the conversation is absent or another's
 */
export async function followConversation(
  actor: Actor,
  conversationId: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<TurnEvent[]> | null> {
  const conversation = await readRunningTurnId(actor.userId, conversationId);
  if (!conversation) throw new AppError("not_found");
  return conversation.turnId === null ? null : followTurn(actor, conversation.turnId, 0, signal);
}

async function* followHere(turn: RunningTurn, after: number, signal: AbortSignal): AsyncGenerator<TurnEvent[]> {
  const aborted = abortion(signal);
  for (let seen = after; !signal.aborted; ) {
    const changed = turn.changed();
    const ended = turn.ended;
    const events = turn.events.slice(seen).map((data, index) => ({ sequence: seen + index + 1, data }));
    if (events.length > 0) {
      seen += events.length;
      yield events;
    } else if (ended) {
      return;
    } else {
      await Promise.race([changed, aborted]);
    }
  }
}

async function* followElsewhere(
  actor: Actor,
  turnId: string,
  after: number,
  first: FollowedTurn,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent[]> {
  const orphans = new OrphanWatch();
  let seen = after;
  let look: FollowedTurn | null = first;
  while (look && !signal.aborted) {
    const { turn, events, logged } = look;
    if (events.length > 0) {
      seen = events.at(-1)?.sequence ?? seen;
      yield events.map(({ sequence, data }) => ({ sequence, data }));
    } else if (turn.status !== "running") {
      if (!logged) yield* replayStored(actor, turnId, turn.answerId, seen);
      return;
    } else {
      await orphans.see({ id: turnId, userId: actor.userId, owner: turn.owner, beat: turn.beat });
      await delay(pollMs, undefined, { signal }).catch(() => {});
    }
    if (!signal.aborted) look = await readTurnLog(actor.userId, turnId, seen);
  }
}

// The log is gone: the stored message says the same, in the same encoding. It begins with `start`, so that a
// follower who had a part of it begins anew.
async function* replayStored(
  actor: Actor,
  turnId: string,
  answerId: string,
  after: number,
): AsyncGenerator<TurnEvent[]> {
  const found = await readMessage(actor, answerId);
  if (!found) return;
  const chunks = encodeStored(found.message, found.conversationId, turnId);
  yield chunks.map((chunk, index) => ({ sequence: after + index + 1, data: JSON.stringify(chunk) }));
}

/** A stored answer as the chunks of a turn that has ended. */
export function encodeStored(message: MessageView, conversationId: string, turnId: string): TurnChunk[] {
  const metadata: AnswerMetadata = {
    turnId,
    conversationId,
    parentId: message.parentId ?? "",
    modelId: message.modelId ?? "",
    status: "running",
    createdAt: message.createdAt,
  };
  const parts = message.parts.flatMap((part, index): TurnChunk[] => {
    const id = String(index);
    return [
      { type: `${part.type}-start`, id },
      { type: `${part.type}-delta`, id, delta: part.text },
      { type: `${part.type}-end`, id },
    ];
  });
  const status = message.status === "running" ? "interrupted" : message.status;
  const ending = { status, finishReason: message.finishReason ?? null, error: message.error, usage: null };
  return [
    { type: "start", messageId: message.id, messageMetadata: metadata },
    ...parts,
    ...terminalChunks(metadata, ending),
  ];
}

function abortion(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
