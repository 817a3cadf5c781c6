import { listArchive } from "@/lib/conversations/put-away";
import { door, json } from "@/lib/http/door";
import { text } from "@/lib/http/query";

export const GET = door(null, async ({ request, actor }) => json(await listArchive(actor, text(request, "before"))));
