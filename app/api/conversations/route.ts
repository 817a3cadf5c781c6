import { listConversations } from "@/lib/conversations/list";
import { door, json } from "@/lib/http/door";
import { wholeNumber } from "@/lib/http/query";

export const GET = door(null, async ({ request, actor }) =>
  json(await listConversations(actor, wholeNumber(request, "before"))),
);
