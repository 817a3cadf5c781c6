import { findEarlier } from "@/lib/conversations/find";
import { foldText, maxFindLength } from "@/lib/conversations/find-schema";
import { AppError } from "@/lib/errors";
import { door, json } from "@/lib/http/door";
import { text } from "@/lib/http/query";

/** In which messages that come before the message `before` the text `text` stands, and how often. */
export const GET = door(null, async ({ request, actor, params }) => {
  const before = text(request, "before");
  if (before === null) throw new AppError("invalid_request", { field: "before" });
  const wanted = text(request, "text") ?? "";
  if (wanted.length > maxFindLength || foldText(wanted).trim() === "")
    throw new AppError("invalid_request", { field: "text" });
  return json(await findEarlier(actor, params.id ?? "", before, wanted));
});
