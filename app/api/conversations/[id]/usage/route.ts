import { door, json } from "@/lib/http/door";
import { conversationSpending } from "@/lib/usage/report";

export const GET = door(null, async ({ actor, params }) => json(await conversationSpending(actor, params.id ?? "")));
