import { after } from "next/server";
import { purgeAside } from "@/lib/conversations/purge";
import { deleteForEver } from "@/lib/conversations/put-away";
import { door, noContent } from "@/lib/http/door";

/** Deletes for ever what lies in the trash. */
export const DELETE = door(null, async ({ actor, params }) => {
  await deleteForEver(actor, params.id ?? "");
  after(purgeAside);
  return noContent();
});
