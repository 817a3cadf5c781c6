"use client";

import { useTranslations } from "use-intl";
import { useErrorText } from "../error-text.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

type PartUnreachableProps = { label: string; onRetry: () => void; onClose: () => void };

/** In the place of a part of the page that could not be loaded; `label` is that part's name. */
export function PartUnreachable({ label, onRetry, onClose }: PartUnreachableProps) {
  const translate = useTranslations("common");
  const errorText = useErrorText();
  return (
    <Dialog open onClose={onClose} label={label} className="w-full max-w-md">
      <div className="p-4">
        <Alert actions={<Button onClick={onRetry}>{translate("retry")}</Button>}>
          {errorText({ code: "offline" })}
        </Alert>
      </div>
    </Dialog>
  );
}
