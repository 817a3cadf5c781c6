"use client";

import type { ListedModel } from "@/lib/models/schema";
import { AbilityMark } from "../ability-marks.tsx";
import { readsImages } from "../facts.ts";
import { useTexts } from "./texts.tsx";

/** What a model can do, as small pictures with names; "unknown" where nothing is said of it. */
export function Abilities({ model, wordy = false }: { model: ListedModel; wordy?: boolean }) {
  const { translate: browse, models: translate } = useTexts();
  const has = [
    ["vision", readsImages(model)],
    ["tools", model.tools],
    ["reasons", model.reasons],
  ] as const;
  if (!model.inputs && model.tools === undefined && model.reasons === undefined) {
    return <span className="text-muted">{browse(wordy ? "abilities-unknown" : "unknown")}</span>;
  }
  const shown = has.filter(([, can]) => can);
  if (shown.length === 0) return wordy ? null : <span className="text-muted">{browse("text-only")}</span>;
  return (
    <ul className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
      {shown.map(([name]) => (
        <li key={name} title={translate(`abilities.${name}`)} className="flex items-center gap-1">
          <AbilityMark ability={name} className="size-4 shrink-0" />
          <span className={wordy ? "" : "sr-only"}>{translate(`abilities.${name}`)}</span>
        </li>
      ))}
    </ul>
  );
}
