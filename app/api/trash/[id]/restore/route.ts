import { z } from "zod";
import { restoreConversation } from "@/lib/conversations/put-away";
import { door, noContent } from "@/lib/http/door";

/** Takes a conversation out of the trash. */
export const POST = door(z.strictObject({}), async ({ actor, params }) => {
  await restoreConversation(actor, params.id ?? "");
  return noContent();
});
