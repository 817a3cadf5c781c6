import * as z from "zod/mini";
import { id } from "../conversations/schema.ts";
import { ConversationSettings } from "../conversations/settings-schema.ts";

/** As many presets as a person can have, and the longest name of one, in UTF-16 code units. */
export const maxPresets = 200;
export const maxPresetName = 100;
/** Most that they hold together, as stored: all of them are listed at once. */
export const maxPresetsLength = 1_000_000;

const content = {
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(maxPresetName)),
  /** null: whatever model is chosen */
  modelId: z.nullable(z.string()),
  settings: ConversationSettings,
};

/** Body of `PUT /api/presets/{id}`: the whole preset. */
export const PresetContent = z.strictObject(content);
export type PresetContent = z.infer<typeof PresetContent>;

/** Body of `POST /api/presets`; the client chooses the id. */
export const NewPreset = z.strictObject({ id, ...content });
export type NewPreset = z.infer<typeof NewPreset>;

/** A named way to begin a conversation. */
export type Preset = PresetContent & {
  id: string;
  /** it comes with the site, and is nobody's to change */
  shipped: boolean;
  /** the provider of its model is not configured any more */
  modelGone: boolean;
};

/** As many of a person's own as a new chat offers at most. */
export const maxOfferedOwn = 6;

/** As much of a preset as is known before the list is there. */
export type PresetName = Pick<Preset, "id" | "name">;

/** The presets that a new chat offers: some of the person's own, then all that come with the site. */
export function offeredPresets<Named extends Pick<Preset, "shipped">>(presets: readonly Named[]): Named[] {
  const own = presets.filter(({ shipped }) => !shipped).slice(0, maxOfferedOwn);
  return [...own, ...presets.filter(({ shipped }) => shipped)];
}

/** Body of `GET /api/presets`: the person's own by name, then those that come with the site. */
export type PresetList = {
  presets: Preset[];
  /** new conversations begin with it; null for none */
  defaultPresetId: string | null;
};

/** Body of `PUT /api/presets/default`. */
export const DefaultPreset = z.strictObject({
  presetId: z.nullable(z.string().check(z.minLength(1), z.maxLength(100))),
});
export type DefaultPreset = z.infer<typeof DefaultPreset>;
