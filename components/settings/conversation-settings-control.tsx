"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import type { ChatStore } from "../chat/store/chat-store.ts";
import type { KeptForm } from "../chat/store/choices.ts";
import { useCommand } from "../keyboard/commands.ts";
import { useModels, usePresets } from "../sidebar/workspace.tsx";
import { PartUnreachable } from "../ui/part-unreachable.tsx";
import { usePart } from "../ui/use-part.ts";
import { SettingsButton } from "./settings-button.tsx";

// not needed for the first look, and there before anybody presses: it must open without a connection, too
const load = () => import("./settings-dialog.tsx");

type ConversationSettingsControlProps = {
  id: string;
  settings: ConversationSettings;
  modelId: string;
  store: ChatStore;
};

/** The button with a conversation's settings, and the dialog behind it. */
export function ConversationSettingsControl({ id, settings, modelId, store }: ConversationSettingsControlProps) {
  // with what was changed and not saved when the page was left; null while the dialog is closed
  const [form, setForm] = useState<KeptForm | null>(null);
  const [shown, setShown] = useState(false);
  const { listing } = useModels(store);
  const presets = usePresets(store);
  const translate = useTranslations("settings");
  const { part, failed, need } = usePart(load);
  useEffect(() => {
    const whenIdle = window.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 1));
    whenIdle(() => void load().catch(() => {}));
  }, []);
  const open = async () => {
    need();
    if (!form) {
      // another device may have changed them
      const [found] = await Promise.all([store.choices.openForm(id), store.refreshSettings(id)]);
      setForm(found);
    }
    setShown(true);
  };
  useCommand("settings", () => void open());
  const close = () => {
    setForm(null);
    setShown(false);
  };
  return (
    <>
      <SettingsButton settings={settings} onOpen={() => void open()} />
      {form && part && (
        <part.SettingsDialog
          {...{ shown, settings, modelId, listing, presets, presetsStore: store.presets, kept: form.text }}
          onKeep={form.keep}
          onSave={(change, model) => store.choices.changeSettings(id, change, model)}
          onUnseenFailure={(error) => store.notices.tell("settings-failed", store.conversation(id).title, { error })}
          onHide={() => setShown(false)}
          onClose={close}
        />
      )}
      {form && !part && failed && <PartUnreachable label={translate("title")} onRetry={need} onClose={close} />}
    </>
  );
}
