import type { Actor } from "../auth/schema.ts";
import { firstPageStatements, lastModelStatement, toFirstPage } from "../conversations/list.ts";
import type { ConversationPage } from "../conversations/schema.ts";
import { database } from "../db/client.ts";
import { defaultPresetStatement, presetNamesStatement, toDefaultPreset, toOfferedNames } from "../settings/presets.ts";
import type { Preset, PresetName } from "../settings/presets-schema.ts";
import type { Locale } from "../settings/schema.ts";

/** What every page of a person's begins with. */
export type WorkspaceStart = {
  /** the first page of the sidebar */
  firstPage: ConversationPage;
  /** the model that was used last; null before the first conversation */
  lastModelId: string | null;
  /** the preset that new conversations begin with */
  defaultPreset: Preset | null;
  /** the presets that a new chat offers */
  presetNames: PresetName[];
};

/**
 * Reads what every page of the actor's begins with, in one round trip.
 * @param isHere whether a model's provider is configured
 */
export async function openWorkspace(
  actor: Actor,
  locale: Locale,
  isHere: (modelId: string) => boolean,
): Promise<WorkspaceStart> {
  const [preset, names, lastModel, ...lists] = await database().batch(
    [
      defaultPresetStatement(actor),
      presetNamesStatement(actor),
      lastModelStatement(actor),
      ...firstPageStatements(actor),
    ],
    "read",
  );
  return {
    firstPage: toFirstPage(lists),
    lastModelId: (lastModel?.rows[0]?.modelId as string | undefined) ?? null,
    defaultPreset: toDefaultPreset(preset, locale, isHere),
    presetNames: toOfferedNames(names, locale),
  };
}
