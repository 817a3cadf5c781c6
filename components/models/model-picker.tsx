"use client";

import { ChevronDown, X } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { useErrorText } from "../error-text.ts";
import type { RequestError } from "../http.ts";
import { Alert } from "../ui/alert.tsx";
import { IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { modelName } from "./match-models.ts";
import { ModelSearch } from "./model-search.tsx";

type ModelPickerProps = {
  /** id of the chosen model */
  value: string;
  listing: ModelListing | null;
  /** what it is called as long as there is no listing */
  knownName?: string | undefined;
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
  onDismissError: () => void;
  disabled?: boolean;
};

/** The button that names the model, and the dialog in which another one is found. */
export function ModelPicker(props: ModelPickerProps) {
  const { value, listing, knownName, status, open, onOpenChange, onChoose, onRetry, onMark, disabled = false } = props;
  const { markError, onDismissError } = props;
  const errorText = useErrorText();
  const translate = useTranslations("models");
  // a server with nothing installed gives no model to begin with
  const listed = useMemo(() => modelName(listing, value), [listing, value]);
  const name = (listing ? listed : (knownName ?? listed)) || translate("title");
  const close = () => {
    onOpenChange(false);
    onDismissError();
  };
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
        className="inline-flex min-h-9 min-w-0 max-w-full items-center gap-1 rounded-full px-2.5 text-muted text-sm hover:bg-hover hover:text-ink disabled:opacity-50 max-md:min-h-11"
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
            <div className="flex items-center gap-1">
              <Link
                href="/models"
                prefetch={false}
                onNavigate={close}
                className="flex min-h-9 items-center whitespace-nowrap rounded-lg px-2.5 text-accent text-sm hover:bg-hover max-md:min-h-11 max-sm:px-1"
              >
                {translate("browse-all")}
              </Link>
              <IconButton aria-label={translate("close")} onClick={close}>
                <X className="size-5" />
              </IconButton>
            </div>
          </div>
          {markError && (
            <Alert
              className="mx-4 mb-2"
              actions={
                <IconButton aria-label={translate("dismiss")} onClick={onDismissError} className="size-7">
                  <X className="size-4" />
                </IconButton>
              }
            >
              {errorText(markError)}
            </Alert>
          )}
          <ModelSearch
            listing={listing}
            value={value}
            failed={status === "error"}
            onRetry={onRetry}
            onMark={onMark}
            onChoose={(id) => {
              close();
              onChoose(id);
            }}
          />
        </div>
      </Dialog>
    </>
  );
}
