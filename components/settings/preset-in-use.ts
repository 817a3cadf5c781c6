import { type ConversationSettings, isSameSettings, isUnset } from "@/lib/conversations/settings-schema";
import type { Preset } from "@/lib/settings/presets-schema";

type Chosen = { settings: ConversationSettings; modelId: string };

/**
 * The preset that a new chat is set to, null for none. Of several that ask for the same it is the one that was pressed;
 * one that asks for nothing in particular is in use only when it was pressed.
 */
export function presetInUse(presets: readonly Preset[], chosen: Chosen, pressedId: string): string | null {
  const asking = presets.filter((preset) => asksFor(preset, chosen));
  const pressed = asking.find(({ id }) => id === pressedId);
  return (pressed ?? asking.find((preset) => modelOf(preset) !== null || !isUnset(preset.settings)))?.id ?? null;
}

/** The model that a preset asks for, null for none: one that is gone cannot be had. */
export function modelOf({ modelId, modelGone }: Preset): string | null {
  return modelGone ? null : modelId;
}

function asksFor(preset: Preset, { settings, modelId }: Chosen): boolean {
  const model = modelOf(preset);
  return (model === null || model === modelId) && isSameSettings(preset.settings, settings);
}
