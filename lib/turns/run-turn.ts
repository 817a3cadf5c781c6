import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../auth/schema.ts";
import { fromPath } from "../conversations/path.ts";
import { firstWords } from "../conversations/schema.ts";
import { filledText } from "../conversations/validate.ts";
import { insertTurn, readTurnStart } from "../db/turn-batches.ts";
import { AppError } from "../errors.ts";
import { type ResolvedModel, resolveModel } from "../models/registry.ts";
import { answerTurn } from "./answer-turn.ts";
import { buildContext } from "./context.ts";
import { RunningTurn, runningTurns } from "./running-turns.ts";
import type { AnswerMetadata, TurnRequest } from "./schema.ts";
import { makeTitle } from "./title.ts";

/** How often a turn is offered to a database that does not answer. */
const acceptAttempts = 3;

/** What the platform gives: a way to keep the process alive until work apart from a request is done. */
export type Platform = { keepAlive: (work: Promise<unknown>) => void };

/**
 * One chat turn, from the request to the stored answer. Returns as soon as the message is accepted; the answer goes
 * on apart from the caller, who follows it by the turn's id. The same id twice is one turn.
 * @throws AppError before anything is written: `message_empty`, `model_not_found`, `not_found`,
 *   `conversation_busy`, `conversation_changed`
 */
export async function runTurn(actor: Actor, request: TurnRequest, platform: Platform): Promise<void> {
  const parts = filledText(request.message.parts);

  const start = await readTurnStart(actor.userId, request);
  if (start.known) return requireOwnTurn(actor, start.known);

  // an answer that is still being written is no context yet
  if (start.path.at(-1)?.status === "running") throw new AppError("conversation_busy");

  const model = resolveModel(request.modelId);
  const messages = buildContext(fromPath(start.path), parts);

  const turn = await acceptTurn(actor, request, model);
  if (!turn) return; // the same request, sent twice at once: the other one runs it

  const answered = answerTurn(turn, { model, systemPrompt: start.conversation?.systemPrompt ?? null, messages });
  const titled = answered.then((answer) =>
    start.conversation || !answer ? null : makeTitle(actor, model, messages, answer),
  );
  platform.keepAlive(titled);
}

function requireOwnTurn(actor: Actor, turn: { userId: string }): void {
  if (turn.userId !== actor.userId) throw new AppError("not_found");
}

/** Stores the message and the empty answer and takes the lease; null when this turn id was accepted before. */
async function acceptTurn(actor: Actor, request: TurnRequest, model: ResolvedModel): Promise<RunningTurn | null> {
  const { turnId, conversationId, parentId, message } = request;
  const running = runningTurns();
  const answerId = uuidv7();
  const createdAt = new Date().toISOString();
  const metadata: AnswerMetadata = {
    turnId,
    conversationId,
    parentId: message.id,
    modelId: model.id,
    status: "running",
    createdAt,
  };
  const turn = new RunningTurn(turnId, actor.userId, conversationId);
  turn.append({ type: "start", messageId: answerId, messageMetadata: metadata });
  const result = await insistOn(() =>
    insertTurn({
      turnId,
      userId: actor.userId,
      conversationId,
      parentId,
      modelId: model.id,
      title: firstWords(message.parts),
      userMessageId: message.id,
      userParts: JSON.stringify(message.parts),
      answerId,
      owner: running.owner,
      createdAt,
      firstEvent: turn.events[0] as string,
    }),
  );
  if (result.turn?.answerId === answerId) {
    turn.stored = 1;
    running.add(turn);
    return turn;
  }
  if (result.turn) {
    requireOwnTurn(actor, result.turn);
    return null;
  }
  if (!result.conversation) throw new AppError("not_found");
  throw new AppError(result.conversation.running ? "conversation_busy" : "conversation_changed");
}

/** Tries again when the answer was lost: what was accepted must be run, and the same turn is accepted only once. */
async function insistOn<T>(accept: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await accept();
    } catch (error) {
      const away = error instanceof AppError && error.code === "database_unavailable";
      if (!away || attempt === acceptAttempts) throw error;
    }
  }
}
