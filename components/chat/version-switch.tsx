"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { SmallButton } from "../ui/small-button.tsx";
import { Spinner } from "../ui/spinner.tsx";

type VersionSwitchProps = {
  /** the version that is shown */
  id: string;
  /** all of them, oldest first */
  versions: readonly string[];
  /** an answer is being written: until it has ended another version cannot be shown */
  busy: boolean;
  /** resolves when it is shown, or cannot be */
  onChoose: (id: string) => Promise<void>;
};

/** Which version of a message is shown, and the way to its neighbours. */
export function VersionSwitch({ id, versions, busy, onChoose }: VersionSwitchProps) {
  const translate = useTranslations("versions");
  const index = versions.indexOf(id);
  const [choosing, setChoosing] = useState(false);
  const choose = async (version: string | undefined) => {
    if (version === undefined) return;
    setChoosing(true);
    await onChoose(version);
    setChoosing(false);
  };
  const [previous, next] = [versions[index - 1], versions[index + 1]];
  const place = translate("place", { number: index + 1, count: versions.length });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <span role="group" aria-label={place} aria-busy={choosing || undefined} className="flex items-center">
      <SmallButton
        label={translate("previous")}
        disabled={busy || previous === undefined}
        onClick={() => void choose(previous)}
      >
        <ChevronLeft className="size-4" />
      </SmallButton>
      <span className="relative text-muted text-xs tabular-nums">
        {index + 1}/{versions.length}
        {choosing && (
          <span className="absolute inset-0 flex animate-late items-center justify-center bg-canvas">
            <Spinner className="size-3.5" />
          </span>
        )}
      </span>
      <SmallButton label={translate("next")} disabled={busy || next === undefined} onClick={() => void choose(next)}>
        <ChevronRight className="size-4" />
      </SmallButton>
    </span>
  );
}
