import { after } from "next/server";
import { listConversations } from "@/lib/conversations/list";
import { purgeNowAndThen } from "@/lib/conversations/purge";
import { door, json } from "@/lib/http/door";
import { wholeNumber } from "@/lib/http/query";

export const GET = door(null, async ({ request, actor }) => {
  const page = await listConversations(actor, wholeNumber(request, "before"));
  after(purgeNowAndThen);
  return json(page);
});
