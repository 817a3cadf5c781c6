import { z } from "zod";
import { door, noContent } from "@/lib/http/door";
import { stopTurn } from "@/lib/turns/stop";

/** 404 until the turn is accepted: a page that stops before that asks again. */
export const POST = door(z.strictObject({}), async ({ actor, params }) => {
  await stopTurn(actor, params.id ?? "");
  return noContent();
});
