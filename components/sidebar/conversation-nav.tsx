"use client";

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationSummary } from "@/lib/conversations/schema";
import { Alert } from "../ui/alert.tsx";
import { announce } from "../ui/announcer.tsx";
import { Button } from "../ui/button.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { ConversationRow, type RowActions } from "./conversation-row.tsx";
import { groupByDate } from "./date-groups.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import type { SidebarProps } from "./sidebar-props.ts";
import { useToday } from "./use-today.ts";

/** The list of conversations under headings of date, with its empty, loading and error states. */
export function ConversationNav(props: SidebarProps) {
  const { conversations, currentId, status, hasMore } = props;
  const translate = useTranslations("sidebar");
  const today = useToday();
  const groups = useMemo(() => groupByDate(conversations, today), [conversations, today]);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<ConversationSummary | null>(null);
  const [renameFailed, setRenameFailed] = useState(false);
  const actions = useRowActions(props, { setRenamingId, setRenameFailed, setDeleting });
  return (
    <nav
      aria-label={translate("conversations")}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4"
    >
      {renameFailed && <Alert className="mt-1">{translate("rename-failed")}</Alert>}
      {groups.map(({ group, conversations: rows }) => (
        <section key={group} aria-labelledby={`conversations-${group}`}>
          <h2 id={`conversations-${group}`} className="px-2 pt-4 pb-1 font-medium text-muted text-xs">
            {translate(`groups.${group}`)}
          </h2>
          <ul>
            {rows.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                current={conversation.id === currentId}
                renaming={conversation.id === renamingId}
                actions={actions}
              />
            ))}
          </ul>
        </section>
      ))}
      <ListState {...props} empty={conversations.length === 0} />
      {status === "ready" && hasMore && <LoadMore key={conversations.length} onLoadMore={props.onLoadMore} />}
      <DeleteDialog conversation={deleting} onDelete={props.onDelete} onClose={() => setDeleting(null)} />
    </nav>
  );
}

type RowSetters = {
  setRenamingId: (id: string | null) => void;
  setRenameFailed: (failed: boolean) => void;
  setDeleting: (conversation: ConversationSummary) => void;
};

/** The rows' actions as one object that never changes, so that rows render again only for their own news. */
function useRowActions(props: SidebarProps, setters: RowSetters): RowActions {
  const translate = useTranslations("sidebar");
  const latest = useRef({ props, translate });
  useLayoutEffect(() => {
    latest.current = { props, translate };
  });
  // React keeps the setters the same
  const { setRenamingId, setRenameFailed, setDeleting } = setters;
  return useMemo(
    () => ({
      open: (id) => latest.current.props.onOpen(id),
      startRename: (id) => {
        setRenameFailed(false);
        setRenamingId(id);
      },
      endRename: async (id, title) => {
        setRenamingId(null);
        requestAnimationFrame(() => {
          // unless the field was left for something else
          if (document.activeElement === document.body) document.getElementById(`conversation-${id}`)?.focus();
        });
        if (title === null) return;
        const renamed = await latest.current.props.onRename(id, title);
        if (renamed) announce(latest.current.translate("renamed"));
        setRenameFailed(!renamed);
      },
      askDelete: setDeleting,
    }),
    [setRenamingId, setRenameFailed, setDeleting],
  );
}

function ListState({ status, empty, onRetry }: SidebarProps & { empty: boolean }) {
  const translate = useTranslations("sidebar");
  const common = useTranslations("common");
  if (status === "error") {
    return (
      <div role="alert" className="space-y-3 px-2 py-4 text-muted text-sm">
        <p>{translate("failed")}</p>
        <Button onClick={onRetry}>{common("retry")}</Button>
      </div>
    );
  }
  if (status === "loading") {
    return (
      <p role="status" className="flex items-center gap-2 px-2 py-4 text-muted text-sm">
        <Spinner />
        {translate("loading")}
      </p>
    );
  }
  return empty ? <p className="text-pretty px-2 py-4 text-muted text-sm">{translate("empty")}</p> : null;
}

/** Asks for the next page when it comes near; the button is for those who come by keyboard. */
function LoadMore({ onLoadMore }: { onLoadMore: () => void }) {
  const translate = useTranslations("sidebar");
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(onLoadMore);
  useEffect(() => {
    latest.current = onLoadMore;
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      root: target.closest("nav"),
      rootMargin: "0px 0px 300px 0px",
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={element} className="px-2 pt-2">
      <Button kind="ghost" className="w-full text-muted" onClick={onLoadMore}>
        {translate("more")}
      </Button>
    </div>
  );
}
