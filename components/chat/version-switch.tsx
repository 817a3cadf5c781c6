"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { SmallButton } from "../ui/small-button.tsx";

type VersionSwitchProps = {
  /** the version that is shown */
  id: string;
  /** all of them, oldest first */
  versions: readonly string[];
  /** an answer is being written: until it has ended another version cannot be shown */
  busy: boolean;
  onChoose: (id: string) => void;
};

/** Which version of a message is shown, and the way to its neighbours. */
export function VersionSwitch({ id, versions, busy, onChoose }: VersionSwitchProps) {
  const translate = useTranslations("versions");
  const index = versions.indexOf(id);
  const [previous, next] = [versions[index - 1], versions[index + 1]];
  const place = translate("place", { number: index + 1, count: versions.length });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <span role="group" aria-label={place} className="flex items-center">
      <SmallButton
        label={translate("previous")}
        disabled={busy || previous === undefined}
        onClick={() => previous !== undefined && onChoose(previous)}
      >
        <ChevronLeft className="size-4" />
      </SmallButton>
      <span className="text-muted text-xs tabular-nums">
        {index + 1}/{versions.length}
      </span>
      <SmallButton
        label={translate("next")}
        disabled={busy || next === undefined}
        onClick={() => next !== undefined && onChoose(next)}
      >
        <ChevronRight className="size-4" />
      </SmallButton>
    </span>
  );
}
