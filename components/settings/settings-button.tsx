"use client";

import { SlidersHorizontal } from "lucide-react";
import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";

type SettingsButtonProps = { settings: ConversationSettings; onOpen: () => void };

/** Opens the settings; says what of them is set. */
export function SettingsButton({ settings, onOpen }: SettingsButtonProps) {
  const translate = useTranslations("settings");
  const format = useFormatter();
  const id = useId();
  const { systemPrompt, examples, parameters } = settings;
  const count = Object.keys(parameters).length;
  const set = [
    systemPrompt.length > 0 ? translate("system") : null,
    examples.length > 0 ? translate("count-examples", { count: examples.length }) : null,
    count > 0 ? translate("count-parameters", { count }) : null,
  ].filter((part) => part !== null);
  const said = set.length > 0 ? translate("are-set", { names: format.list(set) }) : "";
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={translate("title")}
      aria-describedby={said ? id : undefined}
      title={said ? `${translate("title")}: ${said}` : translate("title")}
      onClick={onOpen}
      className="relative inline-flex size-9 shrink-0 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-ink max-md:size-11"
    >
      <SlidersHorizontal className="size-4" />
      {said && (
        <>
          <span className="absolute end-1.5 top-1.5 size-2 rounded-full bg-accent max-md:end-2.5 max-md:top-2.5" />
          <span id={id} hidden>
            {said}
          </span>
        </>
      )}
    </button>
  );
}
