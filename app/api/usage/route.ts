import { door, json } from "@/lib/http/door";
import { text } from "@/lib/http/query";
import { reportUsage, requireRange } from "@/lib/usage/report";

/** `?days=7|30|90|all&zone=Europe/Berlin`; 30 days of UTC when left out. */
export const GET = door(null, async ({ request, actor }) => {
  const range = requireRange(text(request, "days"));
  return json(await reportUsage(actor, range, text(request, "zone") ?? "UTC"));
});
