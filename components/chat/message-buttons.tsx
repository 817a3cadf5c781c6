"use client";

import { Ellipsis, Pencil, RefreshCw, Replace, Split } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { MessageView } from "@/lib/conversations/schema";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { SmallButton, smallButtonClass } from "../ui/small-button.tsx";
import { Spinner } from "../ui/spinner.tsx";

/** What can be done with a message. One object for all messages, whose identity never changes. */
export type MessageActions = {
  /** has the message before an answer answered again, beside it */
  regenerate: (answer: MessageView) => void;
  /** the same, after a model was chosen for it */
  regenerateWith: (answer: MessageView) => void;
  startEdit: (message: MessageView) => void;
  /** @param beforeShown called when the version is there, before it is shown */
  chooseVersion: (message: MessageView, versionId: string, beforeShown?: () => void) => Promise<void>;
  /** begins another conversation with what there is up to the message; resolves when it is shown, or cannot be */
  fork: (message: MessageView) => Promise<void>;
};

type MessageButtonsProps = {
  message: MessageView;
  actions: MessageActions;
  /** an answer is being written: another one cannot be begun */
  busy: boolean;
};

/** The buttons beneath a message, beside "Copy message". */
export function MessageButtons({ message, actions, busy }: MessageButtonsProps) {
  const translate = useTranslations("message");
  const [forking, setForking] = useState(false);
  const begin = async () => {
    setForking(true);
    await actions.fork(message);
    setForking(false);
  };
  const fork: MenuItem = {
    label: translate("fork"),
    icon: <Split className="size-4" />,
    onSelect: () => void begin(),
  };
  const regenerateWith: MenuItem = {
    label: translate("regenerate-with"),
    icon: <Replace className="size-4" />,
    onSelect: () => actions.regenerateWith(message),
  };
  const mine = message.role === "user";
  return (
    <>
      {mine ? (
        <SmallButton label={translate("edit")} name="edit" onClick={() => actions.startEdit(message)}>
          <Pencil className="size-4" />
        </SmallButton>
      ) : (
        <SmallButton label={translate("regenerate")} disabled={busy} onClick={() => actions.regenerate(message)}>
          <RefreshCw className="size-4" />
        </SmallButton>
      )}
      <Menu
        label={translate("options")}
        items={mine || busy ? [fork] : [regenerateWith, fork]}
        className={`${smallButtonClass} relative`}
      >
        <Ellipsis className="size-4" />
        {forking && (
          <span className="absolute inset-0 flex animate-late items-center justify-center rounded-lg bg-canvas">
            <Spinner className="size-4" />
          </span>
        )}
      </Menu>
    </>
  );
}
