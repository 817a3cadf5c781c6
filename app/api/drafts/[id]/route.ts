import { readDraftOf, writeDraft } from "@/lib/conversations/drafts";
import { DraftChange } from "@/lib/conversations/drafts-schema";
import { door, json } from "@/lib/http/door";

export const GET = door(null, async ({ actor, params }) => json({ draft: await readDraftOf(actor, params.id ?? "") }));

export const PUT = door(DraftChange, async ({ actor, params, body }) =>
  json({ draft: await writeDraft(actor, params.id ?? "", body) }),
);
