import { door, json, noContent } from "@/lib/http/door";
import { isUsableModel, requireModel } from "@/lib/models/registry";
import { createPreset, readPresets } from "@/lib/settings/presets";
import { NewPreset } from "@/lib/settings/presets-schema";
import { chooseLocale } from "@/lib/settings/schema";

export const GET = door(null, async ({ actor, request }) => {
  // the page says which of its languages it is in; whoever says nothing gets what the browser asks for
  const named = new URL(request.url).searchParams.get("locale") ?? undefined;
  return json(await readPresets(actor, chooseLocale(named, request.headers.get("accept-language")), isUsableModel));
});

export const POST = door(NewPreset, async ({ actor, body }) => {
  requireModel(body.modelId ?? undefined);
  await createPreset(actor, body);
  return noContent();
});
