"use client";

import { useTranslations } from "use-intl";
import { Button } from "../ui/button.tsx";

/** In the place of the models: they could not be loaded, and can be asked for again. */
export function ListingFailed({ onRetry }: { onRetry: () => void }) {
  const translate = useTranslations("models");
  const common = useTranslations("common");
  return (
    <div
      role="alert"
      className="flex flex-1 flex-col items-center justify-center gap-4 p-6 text-center text-muted text-sm"
    >
      <p>{translate("failed")}</p>
      <Button onClick={onRetry}>{common("retry")}</Button>
    </div>
  );
}
