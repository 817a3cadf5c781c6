import { changeConversation } from "@/lib/conversations/change";
import { ConversationChange } from "@/lib/conversations/schema";
import { door, json, noContent } from "@/lib/http/door";
import { requireModel } from "@/lib/models/registry";
import { deleteConversation } from "@/lib/turns/delete-conversation";
import { openConversation } from "@/lib/turns/open-conversation";

export const GET = door(null, async ({ actor, params }) => json(await openConversation(actor, params.id ?? "")));

export const PATCH = door(ConversationChange, async ({ actor, params, body }) => {
  requireModel(body.modelId);
  await changeConversation(actor, params.id ?? "", body);
  return noContent();
});

export const DELETE = door(null, async ({ actor, params }) => {
  await deleteConversation(actor, params.id ?? "");
  return noContent();
});
