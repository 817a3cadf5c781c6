import { readEarlier } from "@/lib/conversations/read";
import { maxEarlierMessages, messagesAtOnce } from "@/lib/conversations/schema";
import { AppError } from "@/lib/errors";
import { door, json } from "@/lib/http/door";
import { text, wholeNumber } from "@/lib/http/query";

/** What comes right before the message `before`: as many messages as `limit` says, or a usual number of them. */
export const GET = door(null, async ({ request, actor, params }) => {
  const before = text(request, "before");
  if (before === null) throw new AppError("invalid_request", { field: "before" });
  const limit = wholeNumber(request, "limit") ?? messagesAtOnce;
  if (limit < 1 || limit > maxEarlierMessages) throw new AppError("invalid_request", { field: "limit" });
  return json(await readEarlier(actor, params.id ?? "", before, limit));
});
