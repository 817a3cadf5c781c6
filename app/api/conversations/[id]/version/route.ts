import { VersionChoice } from "@/lib/conversations/schema";
import { chooseVersion } from "@/lib/conversations/versions";
import { door, json } from "@/lib/http/door";
import { openConversation } from "@/lib/turns/open-conversation";

/** Shows another version of a message; answers with the conversation as it is shown then, that message among the rest. */
export const POST = door(VersionChoice, async ({ actor, params, body }) => {
  await chooseVersion(actor, params.id ?? "", body.messageId);
  return json(await openConversation(actor, params.id ?? "", body.messageId));
});
