import { after } from "next/server";
import { purgeAside } from "@/lib/conversations/purge";
import { emptyTrash, listTrash } from "@/lib/conversations/put-away";
import { door, json, noContent } from "@/lib/http/door";
import { text } from "@/lib/http/query";

export const GET = door(null, async ({ request, actor }) => json(await listTrash(actor, text(request, "before"))));

/** Empties it: all that lies there is deleted for ever. */
export const DELETE = door(null, async ({ actor }) => {
  await emptyTrash(actor);
  after(purgeAside);
  return noContent();
});
