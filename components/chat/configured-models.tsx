"use client";

import { useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { troubledProviders } from "./provider-problems.tsx";

/** How many models there are, and of whom. Its place is kept until that is known: nothing moves when it comes. */
export function ConfiguredModels({ listing }: { listing: ModelListing | null }) {
  const translate = useTranslations("empty");
  const providers = (listing?.providers ?? []).filter(({ models }) => models.length > 0);
  const models = providers.reduce((sum, provider) => sum + provider.models.length, 0);
  // of what cannot be listed is told below
  if (models === 0 && troubledProviders(listing).length > 0) return null;
  return (
    <p className="mt-1 min-h-6 text-muted">
      {models > 0 && translate("models", { models, providers: providers.length, name: providers[0]?.name ?? "" })}
    </p>
  );
}
