"use client";

import { ChevronDown, X } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { useErrorText } from "../error-text.ts";
import type { RequestError } from "../http.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { modelName } from "./match-models.ts";
import { ModelSearch } from "./model-search.tsx";

type ModelPickerProps = {
  /** id of the chosen model */
  value: string;
  listing: ModelListing | null;
  status: "loading" | "ready" | "error";
  /** whether the dialog is open; it is opened from elsewhere, too */
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (id: string) => void;
  onRetry: () => void;
  /** marks a model as a favourite, or takes the mark away */
  onMark: (id: string, favourite: boolean) => void;
  /** why the last mark was not kept */
  markError: RequestError | null;
  disabled?: boolean;
};

/** The button that names the model, and the dialog in which another one is found. */
export function ModelPicker(props: ModelPickerProps) {
  const { value, listing, status, open, onOpenChange, onChoose, onRetry, onMark, markError, disabled = false } = props;
  const errorText = useErrorText();
  const translate = useTranslations("models");
  // a server with nothing installed gives no model to begin with
  const name = useMemo(() => modelName(listing, value), [listing, value]) || translate("title");
  const close = () => onOpenChange(false);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={translate("button", { name })}
        title={value}
        disabled={disabled}
        onClick={() => onOpenChange(true)}
        className="inline-flex min-h-9 max-w-full items-center gap-1 rounded-full px-2.5 text-muted text-sm hover:bg-hover hover:text-ink disabled:opacity-50 max-md:min-h-11"
      >
        <span className="truncate">{name}</span>
        <ChevronDown className="size-4 shrink-0" />
      </button>
      <Dialog
        open={open}
        onClose={close}
        label={translate("title")}
        shape="sheet"
        className="h-[min(44rem,85dvh)] w-full max-w-2xl"
      >
        <div className="flex h-full flex-col">
          <div className="safe-top flex items-center justify-between ps-5 pe-2 pt-2 md:pe-3 md:pt-3">
            <h2 className="font-semibold">{translate("title")}</h2>
            <IconButton aria-label={translate("close")} onClick={close}>
              <X className="size-5" />
            </IconButton>
          </div>
          {markError && (
            <p role="alert" className="mx-4 mb-2 rounded-lg bg-danger-soft px-3 py-2 text-sm">
              {errorText(markError)}
            </p>
          )}
          {listing ? (
            <ModelSearch
              listing={listing}
              value={value}
              stale={status === "error"}
              onRetry={onRetry}
              onMark={onMark}
              onChoose={(id) => {
                close();
                onChoose(id);
              }}
            />
          ) : (
            <NoListing failed={status === "error"} onRetry={onRetry} />
          )}
        </div>
      </Dialog>
    </>
  );
}

function NoListing({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  const translate = useTranslations("models");
  const common = useTranslations("common");
  if (!failed) {
    return (
      <p role="status" className="flex flex-1 items-center justify-center gap-2.5 text-muted text-sm">
        <Spinner />
        {translate("loading")}
      </p>
    );
  }
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
