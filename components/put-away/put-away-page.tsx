"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { type PutAwayConversation, trashDays } from "@/lib/conversations/schema";
import { ChatHeader } from "../chat/chat-header.tsx";
import type { ChatStore } from "../chat/store/chat-store.ts";
import type { PutAwayKind, PutAwayState } from "../chat/store/put-away-store.ts";
import { useWorkspace } from "../sidebar/workspace.tsx";
import { Button } from "../ui/button.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
import { useSight } from "../ui/use-sight.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { PutAwayRows } from "./put-away-rows.tsx";

/** More is asked for when so few rows are left below those in the page. */
const rowsAhead = 40;

/** The archive, or the trash: what is there, and the ways out of it. */
export function PutAwayPage({ kind }: { kind: PutAwayKind }) {
  const translate = useTranslations("put-away");
  const { store, openSidebar, sidebarOpen, newChat, remove } = useWorkspace();
  const state = usePutAway(store, kind);
  const scroller = useRef<HTMLDivElement>(null);
  const { sight, look } = useSight(scroller);
  const [asking, setAsking] = useState<PutAwayConversation | "all" | null>(null);
  const { conversations, next, status } = state;
  const nearEnd = status === "ready" && next !== null && sight.end + rowsAhead > conversations.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that brought little asks for the next one
  useEffect(() => {
    if (nearEnd) void store[kind].loadMore();
  }, [nearEnd, conversations.length]);
  // the first rows tell their height
  // biome-ignore lint/correctness/useExhaustiveDependencies: they come and go with the list
  useEffect(look, [conversations.length === 0]);
  const focusPage = () => scroller.current?.focus({ preventScroll: true });
  return (
    <>
      <ChatHeader
        {...{ title: translate(`${kind}.title`), onOpenSidebar: openSidebar, sidebarOpen, onNewChat: newChat }}
      />
      <div
        ref={scroller}
        tabIndex={-1}
        onScroll={look}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-none"
      >
        <div className="mx-auto w-full max-w-3xl px-4 pt-2 pb-10 md:px-6">
          <div className="flex flex-wrap items-center justify-between gap-2 pb-3">
            <p className="min-w-0 flex-1 basis-64 text-pretty text-muted text-sm">
              {translate(`${kind}.about`, { days: trashDays })}
            </p>
            {/* its place is kept while nobody knows whether there is anything to empty */}
            {kind === "trash" && (conversations.length > 0 || status === "loading") && (
              <Button onClick={() => setAsking("all")} className={conversations.length > 0 ? "" : "invisible"}>
                {translate("empty-trash")}
              </Button>
            )}
          </div>
          <PutAwayRows
            {...{ kind, conversations, sight }}
            onTakeOut={(line) => {
              focusPage();
              void (kind === "trash" ? store.upkeep.restore(line) : store.upkeep.unarchive(line));
            }}
            onDelete={(line) => {
              if (kind === "trash") return setAsking(line);
              focusPage();
              remove(line.id, line.title);
            }}
          />
          <Below kind={kind} state={state} onRetry={() => void store[kind].load()} />
        </div>
      </div>
      <ConfirmDialog
        asking={asking}
        onClose={() => setAsking(null)}
        onConfirm={(what) => {
          setAsking(null);
          void (what === "all" ? store.upkeep.emptyTrash() : store.upkeep.deleteForEver(what));
          // after the dialog has given the focus back to a button that goes
          requestAnimationFrame(focusPage);
        }}
      />
    </>
  );
}

function usePutAway(store: ChatStore, kind: PutAwayKind): PutAwayState {
  useEffect(() => {
    void store[kind].load();
  }, [store, kind]);
  const read = () => store[kind].state;
  return useSyncExternalStore(store.subscribe, read, read);
}

function Below({ kind, state, onRetry }: { kind: PutAwayKind; state: PutAwayState; onRetry: () => void }) {
  const translate = useTranslations("put-away");
  const { status, error, conversations } = state;
  if (status === "error") {
    return <LoadFailed what={translate(`${kind}.failed`)} error={error} onRetry={onRetry} />;
  }
  if (status === "loading") return <Skeleton kind={kind} rows={conversations.length > 0 ? 2 : 6} />;
  if (conversations.length > 0) return null;
  return (
    <div role="status" className="py-16 text-center">
      <p className="font-medium">{translate(`${kind}.empty-title`)}</p>
      <p className="mt-1 text-pretty text-muted text-sm">{translate(`${kind}.empty`)}</p>
    </div>
  );
}

function Skeleton({ kind, rows }: { kind: PutAwayKind; rows: number }) {
  const translate = useTranslations("put-away");
  return (
    <div role="status">
      <span className="sr-only">{translate(`${kind}.loading`)}</span>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <div key={row} aria-hidden="true" className="flex h-16 flex-col justify-center gap-2 border-line border-b">
          <div className="h-3.5 w-1/2 animate-pulse rounded bg-hover" />
          <div className="h-3 w-1/4 animate-pulse rounded bg-hover" />
        </div>
      ))}
    </div>
  );
}
