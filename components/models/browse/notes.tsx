"use client";

import { TriangleAlert, X } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { ProviderListing } from "@/lib/models/schema";
import { type TellableError, useErrorText } from "../../error-text.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { useHydrated } from "../../use-hydrated.ts";

type NotesProps = {
  providers: readonly ProviderListing[];
  /** the list could not be asked for again */
  stale: boolean;
  onRetry: () => void;
  /** why the last mark was not kept */
  markError: TellableError | null;
  onDismiss: () => void;
};

/** What has to be known about the list: providers that are away or refuse, a list that is old, a mark that was not kept. */
export function Notes({ providers, stale, onRetry, markError, onDismiss }: NotesProps) {
  const translate = useTranslations("models");
  const browse = useTranslations("browse");
  const errorText = useErrorText();
  const broken = providers.filter(({ problem }) => problem !== null);
  const cut = providers.filter((provider) => provider.cut);
  if (broken.length + cut.length === 0 && !stale && !markError) return null;
  return (
    <div className="sticky start-0 grid grid-cols-1 gap-2 px-4 pt-2 pb-3">
      {markError && (
        <Alert
          actions={
            <IconButton aria-label={translate("dismiss")} onClick={onDismiss} className="size-7">
              <X className="size-4" />
            </IconButton>
          }
        >
          {errorText(markError)}
        </Alert>
      )}
      {stale && (
        <div role="status" className="flex items-center justify-between gap-3 text-muted text-sm">
          {translate("stale")}
          <Button onClick={onRetry}>{translate("again")}</Button>
        </div>
      )}
      {cut.map(({ id, name, models }) => (
        <p key={id} className="text-muted text-sm">
          {browse("cut-list", { provider: name, count: models.length })}
        </p>
      ))}
      {broken.length > 0 && (
        <ul className="grid grid-cols-1 gap-2">
          {broken.map((provider) => (
            <Problem key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Problem({ provider: { name, problem, models, listedAt } }: { provider: ProviderListing }) {
  const translate = useTranslations("models");
  const browse = useTranslations("browse");
  const locale = useLocale();
  // the server knows neither the person's clock nor their zone
  const hydrated = useHydrated();
  if (problem === null) return null;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const date = hydrated && listedAt && format.format(new Date(listedAt));
  return (
    <li className="flex items-start gap-2 rounded-lg bg-danger-soft px-3 py-2 text-sm">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden="true" />
      <span>
        {translate(`problems.${problem}`, { provider: name })}
        {models.length > 0 && date && ` ${browse("old-list", { date })}`}
      </span>
    </li>
  );
}
