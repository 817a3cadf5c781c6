"use client";

import { useTranslations } from "use-intl";
import { type Parameters, planParameters } from "@/lib/models/parameters-schema";
import type { ModelListing } from "@/lib/models/schema";
import { plannedModel, unlistedBy } from "./planned-model.ts";
import { usePlanText } from "./use-plan-text.ts";

type PlanNoteProps = {
  parameters: Parameters;
  modelId: string;
  listing: ModelListing | null;
  /** opens the list of models */
  onBrowse: () => void;
};

/**
 * Says what of the parameters does not reach the chosen model as it was set, or that nothing can reach it. For a model that
 * has gone another one is offered.
 */
export function PlanNote({ parameters, modelId, listing, onBrowse }: PlanNoteProps) {
  const translate = useTranslations("settings");
  const steps = useTranslations("steps");
  const text = usePlanText();
  const model = plannedModel(listing, modelId);
  const { notes } = planParameters(parameters, model);
  const unlisted = unlistedBy(listing, modelId);
  const gone = isGone(listing, modelId);
  const said = gone
    ? translate("gone", { model: model.name })
    : [unlisted && translate("not-listed", { provider: unlisted }), text.summary(notes, model.name)]
        .filter(Boolean)
        .join(" ");
  return (
    <div className={said ? "mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-muted text-sm" : ""}>
      {/* always there: what comes into a region that is there already is announced */}
      <p role="status">{said}</p>
      {(gone || unlisted) && (
        <button type="button" onClick={onBrowse} className="min-h-6 rounded-md text-accent underline max-md:min-h-11">
          {steps("choose-model")}
        </button>
      )}
    </div>
  );
}

/** Whether a model's provider is not configured any more. What a provider knows, it says itself. */
function isGone(listing: ModelListing | null, modelId: string): boolean {
  if (!listing || modelId === "") return false;
  return !listing.providers.some(({ id }) => modelId.startsWith(`${id}:`));
}
