"use client";

import { CircleAlert, Clock, Pencil, Trash2, WifiOff } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../error-text.ts";
import { announce } from "../ui/announcer.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import type { WaitingMessage } from "./store/state.ts";

type WaitingListProps = {
  messages: readonly WaitingMessage[];
  onEdit: (turnId: string) => void;
  onRemove: (turnId: string) => void;
  onSendNow: () => void;
};

// offline: Stop was pressed before anybody knew whether it had arrived
const whyHeld: Record<string, "for-changed" | "for-stopped" | "for-room"> = {
  conversation_changed: "for-changed",
  offline: "for-stopped",
  server_busy: "for-room",
};

const icons = { turn: Clock, connection: WifiOff, person: CircleAlert } as const;

/** What was written and is still to be sent, in the order in which it will go. */
export function WaitingList({ messages, onEdit, onRemove, onSendNow }: WaitingListProps) {
  const translate = useTranslations("waiting");
  useSpokenChanges(messages);
  if (messages.length === 0) return null;
  return (
    <section aria-label={translate("label")} className="mx-auto mb-2 w-full max-w-column px-3 md:px-6">
      <ol className="max-h-[30dvh] overflow-y-auto rounded-2xl border border-line bg-sunken [&>li+li]:border-t [&>li]:border-line">
        {messages.map((message) => (
          <WaitingRow key={message.turnId} message={message} {...{ onEdit, onRemove, onSendNow }} />
        ))}
      </ol>
    </section>
  );
}

type RowProps = Omit<WaitingListProps, "messages"> & { message: WaitingMessage };

const WaitingRow = memo(function WaitingRow({ message, onEdit, onRemove, onSendNow }: RowProps) {
  const translate = useTranslations("waiting");
  const errorText = useErrorText();
  const { turnId, text, waitsFor, reason } = message;
  const Icon = reason?.code === "server_busy" ? Clock : icons[waitsFor];
  const why = whyHeld[reason?.code ?? ""];
  return (
    <li className="flex items-start gap-2.5 py-1.5 ps-3.5 pe-1.5">
      <Icon className={`mt-2.5 size-4 shrink-0 ${waitsFor === "person" ? "text-danger" : "text-muted"}`} />
      <div className="min-w-0 flex-1 self-center text-sm">
        <p className={`wrap-anywhere line-clamp-2 ${text ? "" : "text-muted italic"}`}>
          {text || translate("system-alone")}
        </p>
        <p className="text-muted text-xs leading-5">
          {why ? translate(why) : reason ? errorText(reason) : translate(`for-${waitsFor}`)}
        </p>
        {waitsFor === "person" && (
          <Button className="my-1.5" onClick={onSendNow}>
            {translate("send-now")}
          </Button>
        )}
      </div>
      <div className="flex shrink-0">
        <IconButton aria-label={translate("edit")} onClick={() => onEdit(turnId)}>
          <Pencil className="size-4" />
        </IconButton>
        <IconButton aria-label={translate("remove")} onClick={() => onRemove(turnId)}>
          <Trash2 className="size-4" />
        </IconButton>
      </div>
    </li>
  );
});

/** Says what has come to wait, and why; that a message went is told by the conversation itself. */
function useSpokenChanges(messages: readonly WaitingMessage[]): void {
  const translate = useTranslations("waiting");
  const last = messages.at(-1)?.waitsFor;
  const { length } = messages;
  const before = useRef(0);
  useEffect(() => {
    if (last && length >= before.current)
      announce(translate("spoken", { count: length, why: translate(`for-${last}`) }));
    before.current = length;
  }, [length, last, translate]);
}
