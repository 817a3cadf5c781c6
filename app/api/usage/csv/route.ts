import { door, download } from "@/lib/http/door";
import { text } from "@/lib/http/query";
import { usageCsv } from "@/lib/usage/csv";

/** `?from=2026-11-01&to=2026-11-30&zone=Europe/Berlin`, each of which may be left out: a line a call. */
export const GET = door(null, async ({ request, actor }) => {
  const span = { from: text(request, "from"), to: text(request, "to"), zone: text(request, "zone") ?? "UTC" };
  return download(usageCsv(actor, span), "switchboard-usage.csv", "text/csv; charset=utf-8");
});
