"use client";

import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type ConversationSettings, difference, noSettings } from "@/lib/conversations/settings-schema";
import type { ChatStore } from "../chat/store/chat-store.ts";
import { usePresets } from "../sidebar/workspace.tsx";
import { modelOf, presetInUse } from "./preset-in-use.ts";

type PresetChipsProps = { id: string; settings: ConversationSettings; modelId: string; store: ChatStore };

/** Presets to begin a new chat with; the pressed one is in use, and pressed again what was there before is. */
export function PresetChips({ id, settings, modelId, store }: PresetChipsProps) {
  const translate = useTranslations("presets");
  const { list, offered } = usePresets(store);
  const before = useRef<{ settings: ConversationSettings; modelId: string } | null>(null);
  const pressed = useRef("");
  // the one that was put in last
  const [chosenId, setChosenId] = useState("");
  if (offered.length === 0) return null;
  const usedId = presetInUse(list.presets, { settings, modelId }, chosenId);
  const set = (now: ConversationSettings, next: ConversationSettings, model: string) =>
    void store.choices.changeSettings(id, difference(now, next), model);
  const press = async (presetId: string, name: string) => {
    pressed.current = presetId;
    if (usedId === presetId) {
      set(settings, before.current?.settings ?? noSettings, before.current?.modelId ?? modelId);
      before.current = null;
      setChosenId("");
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
    const inUse = presetInUse(store.presets.state.list.presets, now, chosenId);
    // what was not put in by a chip is what is to come back
    if (inUse === null || inUse !== chosenId) before.current = now;
    setChosenId(preset.id);
    set(now.settings, preset.settings, modelOf(preset) ?? now.modelId);
  };
  return (
    <fieldset className="mt-6">
      <legend className="text-muted text-sm">{translate("start")}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {offered.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === usedId}
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
