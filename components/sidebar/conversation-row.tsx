"use client";

import { Archive, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { type ConversationSummary, maxTitleLength } from "@/lib/conversations/schema";
import { isComposing } from "../keyboard/is-composing.ts";
import { Menu } from "../ui/menu.tsx";
import { onPlainClick } from "./plain-click.ts";

/** What can be done with a row. One object for all rows, whose identity never changes. */
export type RowActions = {
  open: (id: string) => void;
  startRename: (id: string) => void;
  /** null: leave the title as it is */
  endRename: (id: string, title: string | null) => void;
  pin: (id: string, pinned: boolean) => void;
  archive: (id: string) => void;
  remove: (conversation: ConversationSummary) => void;
};

type RowProps = {
  conversation: ConversationSummary;
  current: boolean;
  renaming: boolean;
  /** the list's one stop for Tab: from there arrows lead on */
  tabStop: boolean;
  /** pixels of rows left out before it */
  gap: number;
  /** its place in its group, from 1, and how many there are; -1 when nobody knows yet */
  place: number;
  count: number;
  actions: RowActions;
};

/** One conversation: a link with its menu, or a text field while it is renamed. */
export const ConversationRow = memo(function ConversationRow(props: RowProps) {
  const { conversation, current, renaming, tabStop, gap, place, count, actions } = props;
  const translate = useTranslations("sidebar");
  const { id, title, running, unseen } = conversation;
  const name = title || translate("untitled");
  // set by script, never in the server's HTML: the page's policy allows no style there
  const style = gap > 0 ? { marginTop: gap } : undefined;
  if (renaming) {
    return (
      <li style={style} className="h-9 max-md:h-11">
        <RenameField title={title} onEnd={(changed) => actions.endRename(id, changed)} />
      </li>
    );
  }
  const mark = current || unseen ? "font-medium" : "";
  return (
    <li
      style={style}
      aria-posinset={place}
      aria-setsize={count}
      className={`group/row relative flex h-9 items-center rounded-lg hover:bg-hover focus-within:bg-hover has-aria-expanded:bg-hover max-md:h-11 ${current ? "bg-hover" : ""}`}
    >
      <a
        id={rowId(id)}
        data-conversation={id}
        href={`/c/${id}`}
        tabIndex={tabStop ? 0 : -1}
        aria-current={current ? "page" : undefined}
        title={name}
        onClick={onPlainClick(() => actions.open(id))}
        className={`block min-w-0 flex-1 truncate rounded-lg py-2 ps-2 pe-9 text-sm leading-5 max-md:py-3 max-md:pe-12 ${mark}`}
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
      <RowMenu {...{ conversation, tabStop, actions }} />
    </li>
  );
});

/** The id of a row's link. */
export const rowId = (id: string): string => `conversation-${id}`;

const icons = {
  pin: <Pin className="size-4" />,
  unpin: <PinOff className="size-4" />,
  rename: <Pencil className="size-4" />,
  archive: <Archive className="size-4" />,
  delete: <Trash2 className="size-4" />,
};

function RowMenu({ conversation, tabStop, actions }: Pick<RowProps, "conversation" | "tabStop" | "actions">) {
  const translate = useTranslations("sidebar");
  const { id, pinnedAt } = conversation;
  const pin = pinnedAt === null ? "pin" : "unpin";
  return (
    <Menu
      label={translate("menu")}
      describedBy={rowId(id)}
      tabIndex={tabStop ? 0 : -1}
      items={[
        { label: translate("rename"), icon: icons.rename, onSelect: () => actions.startRename(id) },
        { label: translate(pin), icon: icons[pin], onSelect: () => actions.pin(id, pinnedAt === null) },
        { label: translate("archive"), icon: icons.archive, onSelect: () => actions.archive(id) },
        { label: translate("delete"), icon: icons.delete, danger: true, onSelect: () => actions.remove(conversation) },
      ]}
      className="absolute end-0.5 inline-flex size-8 items-center justify-center rounded-md text-lg text-muted leading-none hover:text-ink pointer-fine:opacity-0 pointer-fine:group-focus-within/row:opacity-100 pointer-fine:group-hover/row:opacity-100 pointer-fine:focus-visible:opacity-100 pointer-fine:aria-expanded:opacity-100 max-md:size-11"
    >
      {/* a character, not an icon: every element of a row counts */}⋯
    </Menu>
  );
}

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
        if (isComposing(event)) return;
        if (event.key === "Enter") end(true);
        if (event.key !== "Escape") return;
        event.preventDefault();
        end(false);
      }}
      className="block h-full w-full rounded-lg border border-field bg-surface px-2 text-sm"
    />
  );
}
