import type { Actor } from "../auth/schema.ts";
import { requestStop, requestStopOfConversation } from "../db/turn-queries.ts";
import { AppError } from "../errors.ts";
import { runningTurns } from "./running-turns.ts";

/**
 * Asks a turn to end, on whatever instance it runs. A turn that has ended stays as it is.
 * @throws AppError `not_found` for a turn that does not exist (yet: the caller may ask again) or is another's
 */
export async function stopTurn(actor: Actor, turnId: string): Promise<void> {
  if (!(await requestStop(actor.userId, turnId))) throw new AppError("not_found");
  // here it need not wait for the tick that would read the request
  runningTurns().get(turnId)?.controller.abort("stop");
}

/** Asks whatever runs in a conversation of the actor's to end. */
export async function stopConversation(actor: Actor, conversationId: string): Promise<void> {
  for (const turnId of await requestStopOfConversation(actor.userId, conversationId)) {
    runningTurns().get(turnId)?.controller.abort("stop");
  }
}
