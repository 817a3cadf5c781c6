import type { Actor } from "../auth/schema.ts";
import { messageText } from "../conversations/schema.ts";
import { fromColumns, noSettings } from "../conversations/settings-schema.ts";
import { readTurnStart } from "../db/turn-start.ts";
import { AppError } from "../errors.ts";
import { planFor } from "../models/known-facts.ts";
import { resolveModel } from "../models/registry.ts";
import { withLogContext } from "../telemetry/context.ts";
import { acceptTurn } from "./accept-turn.ts";
import { answerTurn } from "./answer-turn.ts";
import { findAsked, leafOf, subjectOf } from "./asked.ts";
import { buildContext, openingOf } from "./context.ts";
import { forgetOldEvents } from "./finish.ts";
import type { TurnRequest } from "./schema.ts";
import { makeTitle } from "./title.ts";

/** What the platform gives: a way to keep the process alive until work apart from a request is done. */
export type Platform = { keepAlive: (work: Promise<unknown>) => void };

/**
 * One chat turn, from the request to the stored answer. Returns as soon as the message is accepted; the answer goes
 * on apart from the caller, who follows it by the turn's id. The same id twice is one turn.
 * @throws AppError before anything is written: `message_empty`, `model_not_found`, `not_found`,
 *   `conversation_busy`, `conversation_changed`, `server_busy`, `message_too_long`
 */
export async function runTurn(actor: Actor, request: TurnRequest, platform: Platform): Promise<void> {
  const began = performance.now();
  const start = await readTurnStart(actor.userId, { ...request, leafId: leafOf(request) });
  if (start.known) return requireOwnTurn(actor, start.known);

  const settings = start.conversation ? fromColumns(start.conversation) : (request.settings ?? noSettings);
  const asked = findAsked(request, start.path, settings);
  const model = resolveModel(request.modelId);
  const plan = await planFor(model, settings.parameters);
  const messages = [...openingOf(settings), ...buildContext([...asked.path, ...asked.ending])];
  if (messages.length === 0) throw new AppError("message_empty");

  const turn = await acceptTurn(actor, request, asked, { model, settings, plan });
  if (!turn) return; // the same request, sent twice at once: the other one runs it

  const question = { model, messages, parameters: plan.parameters, keptLength: messageText(asked.kept).length };
  const answered = withLogContext({ turn: turn.id }, () => answerTurn(turn, question));
  const titled = answered.then((answer) =>
    start.conversation || !answer ? null : makeTitle(actor, model, subjectOf(asked, settings), answer, began),
  );
  platform.keepAlive(titled.then(forgetOldEvents));
}

function requireOwnTurn(actor: Actor, turn: { userId: string }): void {
  if (turn.userId !== actor.userId) throw new AppError("not_found");
}
