import type { ConversationPage } from "@/lib/conversations/schema";
import type { Preset, PresetName } from "@/lib/settings/presets-schema";

/** What the server knows when it renders the page. */
export type FirstPage = {
  firstPage: ConversationPage;
  defaultModelId: string;
  /** what new conversations begin with */
  defaultPreset: Preset | null;
  /** the presets that a new chat offers */
  presetNames?: PresetName[];
  /** of models that are shown before their lists are there, by id */
  modelNames?: Record<string, string>;
};
