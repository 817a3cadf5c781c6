import { door, noContent } from "@/lib/http/door";
import { setDefaultPreset } from "@/lib/settings/presets";
import { DefaultPreset } from "@/lib/settings/presets-schema";

export const PUT = door(DefaultPreset, async ({ actor, body }) => {
  await setDefaultPreset(actor, body);
  return noContent();
});
