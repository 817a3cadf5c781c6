import { lastModelId } from "@/lib/conversations/list";
import { door, json } from "@/lib/http/door";
import { listModels } from "@/lib/models/list-models";

export const GET = door(null, async ({ actor }) => json(await listModels(await lastModelId(actor))));
