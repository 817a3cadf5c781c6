"use client";

import { useTranslations } from "use-intl";
import { type TellableError, useErrorText } from "../error-text.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";

type LoadFailedProps = {
  /** what could not be loaded, in a sentence */
  what: string;
  /** why, where that is known */
  error: TellableError | null;
  onRetry: () => void;
};

/** In the place of what could not be loaded: what it is, why, and the way to ask again. */
export function LoadFailed({ what, error, onRetry }: LoadFailedProps) {
  const translate = useTranslations("common");
  const errorText = useErrorText();
  return (
    <Alert actions={<Button onClick={onRetry}>{translate("retry")}</Button>}>
      <p className="font-medium">{what}</p>
      {error && <p className="text-pretty">{errorText(error)}</p>}
    </Alert>
  );
}
