"use client";

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { type ConversationSettings, difference, isSameSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { ChatStore } from "../chat/store/chat-store.ts";
import { usePresets } from "../sidebar/workspace.tsx";

type PresetChipsProps = { id: string; settings: ConversationSettings; modelId: string; store: ChatStore };

/** Presets to begin a new chat with; the pressed one is in use, and pressed again what was there before is. */
export function PresetChips({ id, settings, modelId, store }: PresetChipsProps) {
  const translate = useTranslations("presets");
  const { list, offered } = usePresets(store);
  const before = useRef<{ settings: ConversationSettings; modelId: string } | null>(null);
  const pressed = useRef("");
  if (offered.length === 0) return null;
  const isUsed = (presetId: string) =>
    list.presets.some((preset) => preset.id === presetId && isSameSettings(preset.settings, settings));
  const set = (now: ConversationSettings, next: ConversationSettings, model: string) =>
    void store.choices.changeSettings(id, difference(now, next), model);
  const press = async (presetId: string, name: string) => {
    pressed.current = presetId;
    if (isUsed(presetId)) {
      set(settings, before.current?.settings ?? noSettings, before.current?.modelId ?? modelId);
      before.current = null;
      return;
    }
    const preset = await store.presets.get(presetId);
    // it may have taken a while: the conversation has begun, or another one was pressed
    const now = store.conversation(id);
    if (!preset || pressed.current !== presetId || now.messages.length > 0) return;
    if ("error" in preset) {
      store.notices.tell("preset-failed", name, { error: preset.error });
      return;
    }
    const { presets } = store.presets.state.list;
    if (!presets.some((one) => isSameSettings(one.settings, now.settings))) before.current = now;
    set(now.settings, preset.settings, (!preset.modelGone && preset.modelId) || now.modelId);
  };
  return (
    <fieldset className="mt-6">
      <legend className="text-muted text-sm">{translate("start")}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {offered.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            aria-pressed={isUsed(id)}
            onClick={() => void press(id, name)}
            className="min-h-9 max-w-full truncate rounded-full border border-line bg-surface px-3.5 text-sm transition-colors hover:border-field hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft max-md:min-h-11"
          >
            {name}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
