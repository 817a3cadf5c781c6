import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../auth/schema.ts";
import { firstWords, messageText } from "../conversations/schema.ts";
import { type ConversationSettings, toColumns } from "../conversations/settings-schema.ts";
import { bytesOf, maxBatchBytes, onServer } from "../db/limits.ts";
import { type AcceptResult, insertTurn, type NewTurn } from "../db/turn-start.ts";
import { AppError } from "../errors.ts";
import type { ParameterPlan } from "../models/parameters-schema.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { type Asked, subjectOf } from "./asked.ts";
import { keptPartId } from "./go-on-writing.ts";
import { RunningTurn, runningTurns } from "./running-turns.ts";
import type { TurnChunk, TurnRequest } from "./schema.ts";
import { toSentColumns } from "./sent-settings.ts";

/** How often a turn is offered to a database that does not answer. */
const acceptAttempts = 3;

/**
 * Stores the message and the empty answer and takes the lease, all or nothing. The turn can be run as soon as that is
 * settled; who follows it hears of it when it is on the disk, where a power cut cannot take it any more.
 * @returns the turn to be run, or null when this turn id was accepted before
 * @throws AppError `not_found`, `conversation_busy`, `conversation_changed`, `server_busy`, `message_too_long`
 */
export async function acceptTurn(
  actor: Actor,
  request: TurnRequest,
  asked: Asked,
  { model, settings, plan }: { model: ResolvedModel; settings: ConversationSettings; plan: ParameterPlan },
): Promise<RunningTurn | null> {
  const { turnId, conversationId, parentId } = request;
  const running = runningTurns();
  const tipId = request.tipId === undefined ? parentId : request.tipId;
  const answerId = uuidv7();
  const createdAt = new Date().toISOString();
  const turn = new RunningTurn(turnId, actor.userId, conversationId);
  turn.append(...firstChunks(request, asked, model, answerId, createdAt));
  const sent = toSentColumns(settings, plan);
  const accepting = {
    turnId,
    userId: actor.userId,
    conversationId,
    parentId,
    tipId,
    modelId: model.id,
    title: firstWords([{ type: "text", text: subjectOf(asked, settings) }]),
    ...toColumns(settings),
    turnSettings: sent.settings,
    systemPromptHash: sent.systemPromptHash,
    providerName: model.provider.name,
    providerHost: model.provider.host,
    userMessageId: asked.userMessageId,
    userParts: asked.newParts && JSON.stringify(asked.newParts),
    answerId,
    continuesId: request.continuesId ?? null,
    owner: running.owner,
    createdAt,
    firstEvents: turn.events.join("\n"),
  };
  if (asked.newParts) requireRoom(messageText(asked.newParts).length, accepting);
  const leaveRoom = running.takeRoom();
  let result: AcceptResult;
  try {
    result = await insistOnAccepting(accepting);
  } finally {
    // nobody comes in between: without another wait the turn has its place among the running ones
    leaveRoom();
  }
  if (result.turn?.answerId === answerId) {
    turn.wasStored(turn.events.length, performance.now());
    result.durable.then(
      () => turn.stands(),
      (cause) => turn.controller.abort(new AppError("database_unavailable", undefined, { cause })),
    );
    running.add(turn);
    return turn;
  }
  if (result.turn) {
    if (result.turn.userId !== actor.userId) throw new AppError("not_found");
    await result.durable;
    return null;
  }
  if (!result.conversation) throw new AppError("not_found");
  throw new AppError(result.conversation.running ? "conversation_busy" : "conversation_changed");
}

// a message of letters that take many bytes, and what goes with it, may be more than a server takes at once
function requireRoom(length: number, turn: NewTurn): void {
  if (!onServer()) return;
  const { userParts, turnSettings, firstEvents, tipId, parentId } = turn;
  // only a conversation that begins is stored with it
  const begun = tipId === null && parentId === null ? [turn.systemPrompt, turn.settings] : [];
  const room = Math.max(0, maxBatchBytes - bytesOf([turnSettings, firstEvents, ...begun]));
  const bytes = bytesOf([userParts]);
  // in thousands: with what is around the letters that fits, too
  if (bytes > room)
    throw new AppError("message_too_long", { limit: Math.floor((length * room) / bytes / 1000) * 1000 });
}

function firstChunks(
  { turnId, conversationId }: TurnRequest,
  { userMessageId, kept }: Asked,
  model: ResolvedModel,
  answerId: string,
  createdAt: string,
): TurnChunk[] {
  const metadata = { turnId, conversationId, parentId: userMessageId, modelId: model.id, createdAt };
  const start: TurnChunk = {
    type: "start",
    messageId: answerId,
    messageMetadata: { ...metadata, status: "running" },
  };
  if (kept.length === 0) return [start];
  return [
    start,
    { type: "text-start", id: keptPartId },
    { type: "text-delta", id: keptPartId, delta: messageText(kept) },
  ];
}

// Tries again when the answer was lost: what was accepted must be run, and the same turn is accepted only once.
async function insistOnAccepting(turn: NewTurn): Promise<AcceptResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insertTurn(turn);
    } catch (error) {
      const away = error instanceof AppError && error.code === "database_unavailable";
      if (!away || attempt === acceptAttempts) throw error;
    }
  }
}
