"use client";

import { useTranslations } from "use-intl";
import { type ConversationSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { ChatStore } from "../chat/store/chat-store.ts";
import { usePresets } from "../sidebar/workspace.tsx";

/** As many presets as stand there at most. */
const shownPresets = 6;

type PresetChipsProps = { id: string; settings: ConversationSettings; modelId: string; store: ChatStore };

/** Presets to begin a new chat with; the pressed one is in use, and pressed again it is not. */
export function PresetChips({ id, settings, modelId, store }: PresetChipsProps) {
  const translate = useTranslations("presets");
  const { list } = usePresets(store);
  if (list.presets.length === 0) return null;
  const used = JSON.stringify(settings);
  return (
    <fieldset className="mt-6">
      <legend className="text-muted text-sm">{translate("start")}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {list.presets.slice(0, shownPresets).map((preset) => {
          const pressed = JSON.stringify(preset.settings) === used;
          return (
            <button
              key={preset.id}
              type="button"
              aria-pressed={pressed}
              onClick={() => {
                const next = pressed ? noSettings : preset.settings;
                void store.choices.changeSettings(id, next, (!pressed && preset.modelId) || modelId);
              }}
              className="min-h-9 max-w-full truncate rounded-full border border-line bg-surface px-3.5 text-sm transition-colors hover:border-field hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft max-md:min-h-11"
            >
              {preset.name}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
