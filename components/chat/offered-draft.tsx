"use client";

import { useTranslations } from "use-intl";
import { Button } from "../ui/button.tsx";

type OfferedDraftProps = {
  text: string;
  onTake: () => void;
  onDiscard: () => void;
};

/** What was written on another device while the text here had changed, too: nothing is overwritten unasked. */
export function OfferedDraft({ text, onTake, onDiscard }: OfferedDraftProps) {
  const translate = useTranslations("composer");
  return (
    <section
      aria-label={translate("other-draft")}
      className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-2xl border border-line bg-sunken px-4 py-2.5 text-sm"
    >
      <div role="status" className="min-w-40 flex-1">
        <p className="text-muted">{translate("other-draft")}</p>
        {/* the beginning is enough to know it by */}
        <p className="wrap-anywhere line-clamp-2">{text.slice(0, 400)}</p>
      </div>
      <div className="flex gap-2">
        <Button onClick={onDiscard}>{translate("discard-draft")}</Button>
        <Button onClick={onTake}>{translate("take-draft")}</Button>
      </div>
    </section>
  );
}
