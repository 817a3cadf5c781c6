"use client";

import { type Parameters, planParameters } from "@/lib/models/parameters-schema";
import type { ModelListing } from "@/lib/models/schema";
import { modelName } from "../models/match-models.ts";
import { plannedModel } from "./planned-model.ts";
import { usePlanText } from "./use-plan-text.ts";

type PlanNoteProps = { parameters: Parameters; modelId: string; listing: ModelListing | null };

/** Says what of the parameters does not reach the chosen model as it was set; nothing where all do. */
export function PlanNote({ parameters, modelId, listing }: PlanNoteProps) {
  const text = usePlanText();
  if (Object.keys(parameters).length === 0) return null;
  const { notes } = planParameters(parameters, plannedModel(listing, modelId));
  const said = text.summary(notes, modelName(listing, modelId) || modelId);
  if (!said) return null;
  return (
    <p role="status" className="mb-2 px-1 text-muted text-sm">
      {said}
    </p>
  );
}
