"use client";

import { Pencil, Trash2 } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { type ConversationSummary, maxTitleLength } from "@/lib/conversations/schema";
import { Menu } from "../ui/menu.tsx";
import { onPlainClick } from "./plain-click.ts";

/** What can be done with a row. One object for all rows, whose identity never changes. */
export type RowActions = {
  open: (id: string) => void;
  startRename: (id: string) => void;
  /** null: leave the title as it is */
  endRename: (id: string, title: string | null) => void;
  askDelete: (conversation: ConversationSummary) => void;
};

type RowProps = { conversation: ConversationSummary; current: boolean; renaming: boolean; actions: RowActions };

/** One conversation: a link with its menu, or a text field while it is renamed. */
export const ConversationRow = memo(function ConversationRow({ conversation, current, renaming, actions }: RowProps) {
  const translate = useTranslations("sidebar");
  const { id, title, running, unseen } = conversation;
  const name = title || translate("untitled");
  if (renaming) {
    return (
      <li className="py-0.5">
        <RenameField title={title} onEnd={(changed) => actions.endRename(id, changed)} />
      </li>
    );
  }
  return (
    <li
      className={`group/row skip-offscreen relative flex items-center rounded-lg hover:bg-hover focus-within:bg-hover ${current ? "bg-hover" : ""}`}
    >
      <a
        id={`conversation-${id}`}
        href={`/c/${id}`}
        aria-current={current ? "page" : undefined}
        title={name}
        onClick={onPlainClick(() => actions.open(id))}
        className={`block min-w-0 flex-1 truncate rounded-lg py-2 ps-2 pe-9 text-sm leading-5 max-md:py-3 max-md:pe-12 ${current || unseen ? "font-medium" : ""}`}
      >
        {running && (
          <span className="me-2 inline-block size-2 animate-lamp rounded-full bg-lamp align-middle">
            <span className="sr-only">{translate("running")}</span>
          </span>
        )}
        {unseen && !running && !current && (
          <span className="me-2 inline-block size-2 rounded-full bg-accent align-middle">
            <span className="sr-only">{translate("unseen")}</span>
          </span>
        )}
        {name}
      </a>
      <Menu
        label={translate("menu")}
        describedBy={`conversation-${id}`}
        items={[
          { label: translate("rename"), icon: <Pencil className="size-4" />, onSelect: () => actions.startRename(id) },
          {
            label: translate("delete"),
            icon: <Trash2 className="size-4" />,
            danger: true,
            onSelect: () => actions.askDelete(conversation),
          },
        ]}
        className="absolute end-0.5 inline-flex size-8 items-center justify-center rounded-md text-lg text-muted leading-none hover:text-ink pointer-fine:opacity-0 pointer-fine:group-hover/row:opacity-100 pointer-fine:focus-visible:opacity-100 pointer-fine:aria-expanded:opacity-100 max-md:size-11"
      >
        {/* a character, not an icon: with a thousand rows every element counts */}⋯
      </Menu>
    </li>
  );
});

function RenameField({ title, onEnd }: { title: string; onEnd: (title: string | null) => void }) {
  const translate = useTranslations("sidebar");
  const field = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => {
    // The menu gives the focus back to its button when it closes; this comes after that.
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (save: boolean) => {
    // Enter and Esc take the field away, and with that comes a blur.
    if (ended.current) return;
    ended.current = true;
    const changed = field.current?.value.trim() ?? "";
    onEnd(save && changed !== "" && changed !== title ? changed : null);
  };
  return (
    <input
      ref={field}
      aria-label={translate("title-field")}
      defaultValue={title}
      maxLength={maxTitleLength}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) end(true);
        if (event.key !== "Escape") return;
        event.preventDefault();
        end(false);
      }}
      className="block h-9 w-full rounded-lg border border-field bg-surface px-2 text-sm max-md:h-11"
    />
  );
}
