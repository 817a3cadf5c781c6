import type { Actor } from "../auth/schema.ts";
import { readMessage } from "../conversations/read.ts";
import type { MessageView, Part } from "../conversations/schema.ts";
import { type FollowedTurn, readTurnLog } from "../db/turn-log.ts";
import { readRunningTurnId } from "../db/turn-queries.ts";
import { AppError } from "../errors.ts";
import { type DistantTurn, distantTurns } from "./distant-turns.ts";
import { terminalChunks } from "./finish.ts";
import { runningTurns } from "./running-turns.ts";
import type { AnswerMetadata, TurnChunk } from "./schema.ts";
import { readLog, type TurnEvent } from "./turn-log.ts";

/** So many characters of a log are read at a time: a reader who stops reading keeps no more than that here. */
const pageLength = 250_000;

/**
 * Follows a turn from an event on, whoever runs it and whether it still runs: first what is there, then what comes,
 * to the end. Yields what there is in as few pieces as may be. A reader that does not ask for more costs nothing.
 * @param after the number of the last event already seen, 0 for none
 * @throws AppError `not_found` before the first event, when the turn is absent, another's, or in a deleted conversation
 */
export async function followTurn(
  actor: Actor,
  turnId: string,
  after: number,
  signal: AbortSignal,
): Promise<AsyncGenerator<TurnEvent[]>> {
  const local = runningTurns().get(turnId);
  const mine = local?.userId === actor.userId ? local : null;
  // deleting a conversation stops what runs in it
  if (mine && !mine.controller.signal.aborted) return readLog(mine, after, signal);
  const first = await readTurnLog(actor.userId, turnId, after, pageLength);
  if (!first || first.turn.trashed) throw new AppError("not_found");
  if (mine) return readLog(mine, after, signal);
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

async function* followElsewhere(
  actor: Actor,
  turnId: string,
  after: number,
  first: FollowedTurn,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent[]> {
  let seen = after;
  let page = first;
  for (;;) {
    if (page.events.length > 0) yield page.events;
    seen = page.events.at(-1)?.sequence ?? seen;
    if (!page.more || signal.aborted) break;
    const next = await readTurnLog(actor.userId, turnId, seen, pageLength);
    // deleted meanwhile
    if (!next || next.turn.trashed) return;
    page = next;
  }
  const { turn, logged } = page;
  if (turn.status === "running") {
    yield* followDistant(actor, distantTurns().join(turnId, seen), turn.answerId, seen, signal);
  } else if (!logged) {
    yield* replayStored(actor, turnId, turn.answerId, seen);
  }
}

async function* followDistant(
  actor: Actor,
  turn: DistantTurn,
  answerId: string,
  seen: number,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent[]> {
  try {
    yield* readLog(turn, seen, signal);
    if (turn.lost && !signal.aborted) yield* replayStored(actor, turn.id, answerId, turn.last);
  } finally {
    distantTurns().leave(turn);
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
  const parts = message.parts.flatMap(encodePart);
  const status = message.status === "running" ? "interrupted" : message.status;
  const ending = {
    status,
    finishReason: message.finishReason ?? null,
    error: message.error,
    usage: message.usage ?? null,
  };
  return [
    { type: "start", messageId: message.id, messageMetadata: metadata },
    ...parts,
    ...terminalChunks(metadata, ending),
  ];
}

function encodePart(part: Part, index: number): TurnChunk[] {
  const id = String(index);
  switch (part.type) {
    case "text":
      return [
        { type: "text-start", id },
        { type: "text-delta", id, delta: part.text },
        { type: "text-end", id },
      ];
    case "reasoning": {
      const time = part.ms === undefined ? {} : { providerMetadata: { switchboard: { ms: part.ms } } };
      return [
        { type: "reasoning-start", id },
        { type: "reasoning-delta", id, delta: part.text },
        { type: "reasoning-end", id, ...time },
      ];
    }
    case "source":
      return [{ type: "source-url", sourceId: id, url: part.url, title: part.text }];
  }
}
