"use client";

import { useTranslations } from "use-intl";
import { type Parameters, planParameters } from "@/lib/models/parameters-schema";
import type { ModelListing } from "@/lib/models/schema";
import { plannedModel, unlistedBy } from "./planned-model.ts";
import { usePlanText } from "./use-plan-text.ts";

type PlanNoteProps = { parameters: Parameters; modelId: string; listing: ModelListing | null };

/** Says what of the parameters does not reach the chosen model as it was set, or that nothing can reach it. */
export function PlanNote({ parameters, modelId, listing }: PlanNoteProps) {
  const translate = useTranslations("settings");
  const text = usePlanText();
  const model = plannedModel(listing, modelId);
  const { notes } = planParameters(parameters, model);
  const unlisted = unlistedBy(listing, modelId);
  const said = isGone(listing, modelId)
    ? translate("gone", { model: model.name })
    : [unlisted && translate("not-listed", { provider: unlisted }), text.summary(notes, model.name)]
        .filter(Boolean)
        .join(" ");
  // always there: what comes into a region that is there already is announced
  return (
    <p role="status" className={said ? "mb-2 px-1 text-muted text-sm" : ""}>
      {said}
    </p>
  );
}

/** Whether a model's provider is not configured any more. What a provider knows, it says itself. */
function isGone(listing: ModelListing | null, modelId: string): boolean {
  if (!listing || modelId === "") return false;
  return !listing.providers.some(({ id }) => modelId.startsWith(`${id}:`));
}
