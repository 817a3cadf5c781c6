"use client";

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { type ConversationSettings, difference, isSameSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { Preset } from "@/lib/settings/presets-schema";
import type { ChatStore } from "../chat/store/chat-store.ts";
import { usePresets } from "../sidebar/workspace.tsx";

/** As many of the person's own as stand there at most. */
const shownOwn = 6;

type PresetChipsProps = { id: string; settings: ConversationSettings; modelId: string; store: ChatStore };

/** Presets to begin a new chat with; the pressed one is in use, and pressed again what was there before is. */
export function PresetChips({ id, settings, modelId, store }: PresetChipsProps) {
  const translate = useTranslations("presets");
  const { list } = usePresets(store);
  const before = useRef<{ settings: ConversationSettings; modelId: string } | null>(null);
  const own = list.presets.filter(({ shipped }) => !shipped).slice(0, shownOwn);
  const shown = [...own, ...list.presets.filter(({ shipped }) => shipped)];
  if (shown.length === 0) return null;
  const isUsed = (preset: Preset) => isSameSettings(preset.settings, settings);
  const set = (next: ConversationSettings, model: string) =>
    void store.choices.changeSettings(id, difference(settings, next), model);
  const press = (preset: Preset) => {
    if (isUsed(preset)) {
      set(before.current?.settings ?? noSettings, before.current?.modelId ?? modelId);
      before.current = null;
      return;
    }
    if (!list.presets.some(isUsed)) before.current = { settings, modelId };
    set(preset.settings, (!preset.modelGone && preset.modelId) || modelId);
  };
  return (
    <fieldset className="mt-6">
      <legend className="text-muted text-sm">{translate("start")}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {shown.map((preset) => (
          <button
            key={preset.id}
            type="button"
            aria-pressed={isUsed(preset)}
            onClick={() => press(preset)}
            className="min-h-9 max-w-full truncate rounded-full border border-line bg-surface px-3.5 text-sm transition-colors hover:border-field hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft max-md:min-h-11"
          >
            {preset.name}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
