"use client";

import { Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { PutAwayConversation } from "@/lib/conversations/schema";
import type { PutAwayKind } from "../chat/store/put-away-store.ts";
import { onPlainClick } from "../sidebar/plain-click.ts";
import { goToChat } from "../sidebar/workspace.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { rowsInSight, type Sight } from "../ui/use-sight.ts";

const day = 24 * 60 * 60 * 1000;

type RowActions = {
  /** back to where it was */
  onTakeOut: (line: PutAwayConversation) => void;
  onDelete: (line: PutAwayConversation) => void;
};

type RowsProps = RowActions & { kind: PutAwayKind; conversations: PutAwayConversation[]; sight: Sight };

/** What was put away; of thousands of rows only those near sight are in the page. */
export function PutAwayRows({ kind, conversations, sight, ...actions }: RowsProps) {
  const translate = useTranslations("put-away");
  const locale = useLocale();
  if (conversations.length === 0) return null;
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const shown = rowsInSight(sight, 0, conversations.length, -1);
  const height = sight.row ?? 0;
  const before = (shown[0] ?? 0) * height;
  const behind = (conversations.length - 1 - (shown.at(-1) ?? -1)) * height;
  return (
    <ul
      aria-label={translate(`${kind}.title`)}
      style={height > 0 ? { paddingTop: before, paddingBottom: behind } : undefined}
    >
      {shown.map((index) => {
        const line = conversations[index];
        if (!line) return null;
        return (
          <Row key={line.id} {...{ kind, line, dates, place: index + 1, count: conversations.length, ...actions }} />
        );
      })}
    </ul>
  );
}

type RowProps = RowActions & {
  kind: PutAwayKind;
  line: PutAwayConversation;
  dates: Intl.DateTimeFormat;
  place: number;
  count: number;
};

function Row({ kind, line, dates, place, count, onTakeOut, onDelete }: RowProps) {
  const translate = useTranslations("put-away");
  const sidebar = useTranslations("sidebar");
  const { id, title, since, until } = line;
  const name = title || sidebar("untitled");
  const days = until === null ? null : Math.max(0, Math.round((Date.parse(until) - Date.now()) / day));
  const titleId = `put-away-${id}`;
  return (
    <li
      data-row-height
      aria-posinset={place}
      aria-setsize={count}
      className="flex h-16 items-center gap-1 border-line border-b"
    >
      <div className="min-w-0 flex-1 pe-2">
        {kind === "archive" ? (
          <a
            id={titleId}
            href={`/c/${id}`}
            title={name}
            onClick={onPlainClick(() => goToChat(`/c/${id}`))}
            className="block truncate font-medium text-sm hover:underline"
          >
            {name}
          </a>
        ) : (
          <p id={titleId} title={name} className="truncate font-medium text-sm">
            {name}
          </p>
        )}
        <p className="truncate text-muted text-xs leading-5">
          {/* on a phone there is room for one of the two */}
          <span className={days === null ? "" : "max-md:hidden"}>
            {translate(`${kind}.since`, { date: dates.format(new Date(since)) })}
            {days !== null && " · "}
          </span>
          {days !== null && translate("until", { days })}
        </p>
      </div>
      <Button aria-describedby={titleId} onClick={() => onTakeOut(line)}>
        {translate(kind === "trash" ? "restore" : "unarchive")}
      </Button>
      <IconButton
        aria-label={translate(kind === "trash" ? "delete-for-ever" : "delete")}
        aria-describedby={titleId}
        onClick={() => onDelete(line)}
      >
        <Trash2 className="size-4.5" />
      </IconButton>
    </li>
  );
}
