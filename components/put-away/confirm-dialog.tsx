"use client";

import { useTranslations } from "use-intl";
import type { PutAwayConversation } from "@/lib/conversations/schema";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** What is to be deleted for ever: one conversation, or all that lies in the trash. */
type Doomed = PutAwayConversation | "all";

type ConfirmDialogProps = {
  /** null: nothing is asked */
  asking: Doomed | null;
  onConfirm: (what: Doomed) => void;
  onClose: () => void;
};

/** Asks before something is deleted that cannot be brought back. */
export function ConfirmDialog({ asking, onConfirm, onClose }: ConfirmDialogProps) {
  const translate = useTranslations("put-away");
  const sidebar = useTranslations("sidebar");
  const common = useTranslations("common");
  const all = asking === "all";
  const label = translate(all ? "empty-trash-title" : "for-ever-title");
  return (
    <Dialog open={asking !== null} onClose={onClose} label={label} className="w-full max-w-md">
      <div className="p-6">
        <h2 className="font-semibold text-lg">{label}</h2>
        <p className="wrap-anywhere mt-2 line-clamp-6 text-muted">
          {all
            ? translate("empty-trash-question")
            : translate("for-ever-question", { title: asking?.title || sidebar("untitled") })}
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button kind="danger" onClick={() => asking && onConfirm(asking)}>
            {translate(all ? "empty-trash" : "delete-for-ever")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
