import { door, json } from "@/lib/http/door";
import { readReceipt } from "@/lib/turns/receipt";

export const GET = door(null, async ({ actor, params }) => json(await readReceipt(actor, params.id ?? "")));
