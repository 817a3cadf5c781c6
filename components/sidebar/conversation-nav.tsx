"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { rowsInSight, type Sight, useSight } from "../ui/use-sight.ts";
import { ConversationRow, type RowActions } from "./conversation-row.tsx";
import { type ConversationGroup, groupByDate } from "./date-groups.ts";
import { ListState } from "./list-state.tsx";
import type { SidebarProps } from "./sidebar-props.ts";
import { useKeptScroll } from "./use-kept-scroll.ts";
import { useRowActions } from "./use-row-actions.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useToday } from "./use-today.ts";

/** More is asked for when so few rows are left below those in the page. */
const rowsAhead = 40;

/**
 * The list of conversations under headings, with its empty, loading and error states. Of thousands of rows only those
 * near sight are in the page; the others are left out as white space of their height.
 */
export function ConversationNav(props: SidebarProps) {
  const { conversations, currentId, status, hasMore, onLoadMore } = props;
  const translate = useTranslations("sidebar");
  const scroller = useRef<HTMLElement>(null);
  const today = useToday();
  const groups = useMemo(() => groupByDate(conversations, today), [conversations, today]);
  const { sight, look } = useSight(scroller);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const focus = useRowFocus(scroller, conversations, currentId);
  const actions = useRowActions(props, { setRenamingId, moveFocus: focus.move, neighbour: focus.neighbour });

  const rows = conversations.length + groups.length;
  const nearEnd = status === "ready" && hasMore && sight.end + rowsAhead > rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that brought nothing new asks for the next one
  useEffect(() => {
    if (nearEnd) onLoadMore();
  }, [nearEnd, rows]);
  useKeptScroll(
    scroller,
    { height: sight.row && rows * sight.row, canGrow: hasMore && status !== "error" },
    onLoadMore,
  );
  const { see } = props.actions;
  const above = sight.first === 0 ? null : (conversations[Math.max(0, sight.first - groups.length)]?.activity ?? null);
  useEffect(() => see(above), [see, above]);

  let begins = 0;
  return (
    <nav
      ref={scroller}
      aria-label={translate("conversations")}
      tabIndex={-1}
      onScroll={look}
      onFocus={focus.onFocus}
      onKeyDown={(event) => focus.onKeyDown(event, actions)}
      className="low:min-h-56 min-h-0 low:flex-none flex-1 overflow-y-auto overscroll-contain px-2 pb-4"
    >
      {groups.map((group, index) => {
        const first = begins + 1;
        begins = first + group.conversations.length;
        const more = hasMore && index === groups.length - 1;
        return (
          <Group
            key={group.group}
            {...{ ...group, first, more, sight, currentId, renamingId, actions }}
            tabStopId={focus.tabStopId}
          />
        );
      })}
      <ListState {...props} empty={conversations.length === 0} />
    </nav>
  );
}

type GroupProps = ConversationGroup & {
  /** the place of its first row among all rows and headings */
  first: number;
  /** whether it goes on behind what is loaded */
  more: boolean;
  sight: Sight;
  currentId: string | null;
  renamingId: string | null;
  tabStopId: string | null;
  actions: RowActions;
};

function Group({ group, conversations, first, more, sight, currentId, renamingId, tabStopId, actions }: GroupProps) {
  const translate = useTranslations("sidebar");
  const tabStop = conversations.findIndex(({ id }) => id === tabStopId);
  const shown = rowsInSight(sight, first, conversations.length, tabStop);
  const height = sight.row ?? 0;
  const left = (conversations.length - 1 - (shown.at(-1) ?? -1)) * height;
  return (
    <section aria-labelledby={`conversations-${group}`}>
      <h2
        id={`conversations-${group}`}
        data-row-height
        className="flex h-9 items-end px-2 pb-1 font-medium text-muted text-xs max-md:h-11"
      >
        {translate(`groups.${group}`)}
      </h2>
      <ul style={left > 0 ? { paddingBottom: left } : undefined}>
        {shown.map((index, at) => {
          const conversation = conversations[index];
          if (!conversation) return null;
          const { id } = conversation;
          return (
            <ConversationRow
              key={id}
              conversation={conversation}
              current={id === currentId}
              renaming={id === renamingId}
              tabStop={id === tabStopId}
              gap={(index - 1 - (shown[at - 1] ?? -1)) * height}
              place={index + 1}
              count={more ? -1 : conversations.length}
              actions={actions}
            />
          );
        })}
      </ul>
    </section>
  );
}
