import { searchTitles } from "@/lib/conversations/search-titles";
import { door, json } from "@/lib/http/door";
import { text } from "@/lib/http/query";

export const GET = door(null, async ({ actor, request }) =>
  json({ conversations: await searchTitles(actor, text(request, "q") ?? "") }),
);
