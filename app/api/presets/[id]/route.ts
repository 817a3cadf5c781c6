import { door, noContent } from "@/lib/http/door";
import { requireModel } from "@/lib/models/registry";
import { changePreset, deletePreset } from "@/lib/settings/presets";
import { PresetContent } from "@/lib/settings/presets-schema";

export const PUT = door(PresetContent, async ({ actor, params, body }) => {
  requireModel(body.modelId ?? undefined);
  await changePreset(actor, params.id ?? "", body);
  return noContent();
});

export const DELETE = door(null, async ({ actor, params }) => {
  await deletePreset(actor, params.id ?? "");
  return noContent();
});
