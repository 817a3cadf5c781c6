import type { Actor } from "@/lib/auth/schema";
import { readDraftOf, writeDraft } from "@/lib/conversations/drafts";
import { DraftChange, ownerHeader } from "@/lib/conversations/drafts-schema";
import { AppError } from "@/lib/errors";
import { door, json } from "@/lib/http/door";

export const GET = door(null, async ({ request, actor, params }) => {
  requireOwner(request, actor);
  return json({ draft: await readDraftOf(actor, params.id ?? "") });
});

export const PUT = door(DraftChange, async ({ request, actor, params, body }) => {
  requireOwner(request, actor);
  return json({ draft: await writeDraft(actor, params.id ?? "", body) });
});

/** The page of somebody who is not signed in any more is refused as such, whoever is signed in now. */
function requireOwner(request: Request, { email }: Actor): void {
  const owner = request.headers.get(ownerHeader);
  if (owner !== null && owner !== encodeURIComponent(email)) throw new AppError("unauthenticated");
}
