import { Fork } from "@/lib/conversations/schema";
import { forkConversation } from "@/lib/conversations/versions";
import { door, json } from "@/lib/http/door";
import { openConversation } from "@/lib/turns/open-conversation";

/** Copies a conversation up to a message into a new one; answers with that. */
export const POST = door(Fork, async ({ actor, params, body }) => {
  await forkConversation(actor, params.id ?? "", body);
  return json(await openConversation(actor, body.conversationId));
});
