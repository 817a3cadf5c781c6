"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationSummary } from "@/lib/conversations/schema";
import { Alert } from "../ui/alert.tsx";
import { announce } from "../ui/announcer.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

type DeleteDialogProps = {
  conversation: ConversationSummary | null;
  onDelete: (id: string) => Promise<boolean>;
  onClose: () => void;
};

/** Asks before a conversation is deleted, by its title. */
export function DeleteDialog({ conversation, onDelete, onClose }: DeleteDialogProps) {
  const translate = useTranslations("sidebar");
  return (
    <Dialog
      open={conversation !== null}
      onClose={onClose}
      label={translate("delete-title")}
      className="w-full max-w-md"
    >
      {conversation && <Question key={conversation.id} {...{ conversation, onDelete, onClose }} />}
    </Dialog>
  );
}

function Question({ conversation, onDelete, onClose }: DeleteDialogProps & { conversation: ConversationSummary }) {
  const translate = useTranslations("sidebar");
  const common = useTranslations("common");
  const [state, setState] = useState<"asking" | "deleting" | "failed">("asking");
  const confirm = async () => {
    setState("deleting");
    if (!(await onDelete(conversation.id))) return setState("failed");
    announce(translate("deleted"));
    onClose();
  };
  return (
    <div className="p-6">
      <h2 className="font-semibold text-lg">{translate("delete-title")}</h2>
      <p className="wrap-anywhere mt-2 text-muted">
        {translate("delete-question", { title: conversation.title || translate("untitled") })}
      </p>
      {state === "failed" && <Alert className="mt-4">{translate("delete-failed")}</Alert>}
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose}>{common("cancel")}</Button>
        <Button kind="danger" busy={state === "deleting"} onClick={confirm}>
          {translate("delete")}
        </Button>
      </div>
    </div>
  );
}
