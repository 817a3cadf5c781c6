"use client";

import { useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { ChatHeader } from "../../chat/chat-header.tsx";
import { DemoNote } from "../../chat/demo-note.tsx";
import { useModels, useWorkspace } from "../../sidebar/workspace.tsx";
import { useMedia } from "../../use-media.ts";
import { ListingFailed } from "../listing-failed.tsx";
import { allEntries, indexModels } from "../model-index.ts";
import { useOfSearch, useWriting } from "../use-search.ts";
import { BrowseSearch } from "./browse-search.ts";
import { leavesOut } from "./columns.ts";
import { CompareBar } from "./compare-bar.tsx";
import { Comparison } from "./comparison.tsx";
import { NothingFound } from "./empty-list.tsx";
import { type ModelActions, ModelActionsContext } from "./model-actions.tsx";
import { ModelCards } from "./model-cards.tsx";
import { hasMeasures } from "./model-facts.ts";
import { ModelTable } from "./model-table.tsx";
import { Notes } from "./notes.tsx";
import { Skeleton } from "./skeleton.tsx";
import { ProvideTexts } from "./texts.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useColumns } from "./use-columns.ts";
import type { ModelsView } from "./view.ts";

/** The page of all models: search, sort and compare them, and begin a chat with one. */
export function ModelBrowser() {
  const { store, newChat, openSidebar, sidebarOpen } = useWorkspace();
  const { listing, status } = useModels(store);
  const translate = useTranslations("browse");
  const params = useSearchParams().toString();
  const [search] = useState(() => new BrowseSearch(params));
  useEffect(() => search.follow(), [search]);
  const retry = () => void store.models.load();
  useEffect(() => void store.models.refresh(), [store]);
  const latest = useRef(newChat);
  useLayoutEffect(() => {
    latest.current = newChat;
  });
  const actions = useMemo<ModelActions>(
    () => ({
      mark: (id, favourite) => void store.models.mark(id, favourite),
      choose: (id, chosen) => {
        const others = search.state.view.chosen.filter((other) => other !== id);
        search.change({ chosen: chosen ? [...others, id] : others }, "replace");
      },
      start: (id) => {
        latest.current();
        void store.choices.chooseModel(store.draftId, id);
      },
    }),
    [store, search],
  );
  return (
    <ModelActionsContext value={actions}>
      <ChatHeader
        title={translate("title")}
        onOpenSidebar={openSidebar}
        sidebarOpen={sidebarOpen}
        onNewChat={newChat}
      />
      {listing ? (
        <ProvideTexts>
          <Listed listing={listing} search={search} stale={status === "error"} onRetry={retry} />
        </ProvideTexts>
      ) : status === "error" ? (
        <ListingFailed onRetry={retry} />
      ) : (
        <Skeleton />
      )}
    </ModelActionsContext>
  );
}

type ListedProps = { listing: ModelListing; search: BrowseSearch; stale: boolean; onRetry: () => void };

function Listed({ listing, search, stale, onRetry }: ListedProps) {
  const { store } = useWorkspace();
  const { markError } = useModels(store);
  const chosen = useOfSearch(search, ({ view }) => view.chosen);
  const comparing = useOfSearch(search, ({ view }) => view.comparing);
  const { change } = search;
  const index = useMemo(() => indexModels(listing), [listing]);
  const favourites = useMemo(() => new Set(listing.favourites), [listing]);
  const remove = (id: string) => change({ chosen: chosen.filter((other) => other !== id) }, "replace");
  const dismiss = () => store.models.dismissMarkError();
  useLayoutEffect(() => () => store.models.dismissMarkError(), [store]);
  const notes = <Notes providers={listing.providers} {...{ stale, onRetry, markError }} onDismiss={dismiss} />;
  if (comparing) {
    return (
      <>
        {notes}
        <Comparison
          {...{ index, favourites }}
          chosen={chosen}
          onRemove={remove}
          onBack={() => change({ comparing: false }, "push")}
        />
      </>
    );
  }
  return (
    <>
      <List {...{ index, favourites, search, notes }} demo={listing.providers.every(({ id }) => id === "demo")} />
      {chosen.length > 0 && (
        <CompareBar
          index={index}
          chosen={chosen}
          onRemove={remove}
          onClear={() => change({ chosen: [] }, "replace")}
          onCompare={() => change({ comparing: true }, "push")}
        />
      )}
    </>
  );
}

/** Where there is no room for a table beside the sidebar. */
const narrow = "(width < 64rem)";

type ListSectionProps = {
  search: BrowseSearch;
  index: ReturnType<typeof indexModels>;
  favourites: ReadonlySet<string>;
  notes: ReactNode;
  /** only the built-in demo model is there */
  demo: boolean;
};

function List({ search, index, favourites, notes, demo }: ListSectionProps) {
  const { onVercel } = useWorkspace();
  const translate = useTranslations("browse");
  const locale = useLocale();
  const cards = useMedia(narrow);
  const scroller = useRef<HTMLElement>(null);
  const { measures } = index.listing;
  const entries = allEntries(index);
  useLayoutEffect(() => search.update({ entries, measures, locale }), [search, entries, measures, locale]);
  const measured = useMemo(() => hasMeasures(entries, measures), [entries, measures]);
  const scrolled = useRef(false);
  const shown = useRef<ModelsView>(null);
  // another question is answered from its top on
  useWriting(search, ({ view }) => {
    const before = shown.current;
    shown.current = view;
    const same = before?.query === view.query && before.filters === view.filters && before.order === view.order;
    // to be scrolled, a page has to be laid out first
    if (!same && scrolled.current && scroller.current) scroller.current.scrollTop = 0;
  });
  const columns = useColumns(scroller, search, measured);
  const list = { scroller, search, entries, measures, favourites };
  return (
    <>
      <Toolbar search={search} sorts={cards || (columns !== null && leavesOut(columns))} />
      <section
        ref={scroller}
        aria-label={translate("list")}
        onScroll={({ currentTarget }) => {
          scrolled.current = currentTarget.scrollTop > 0;
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keys
        tabIndex={0}
        // the room for a scroll bar is kept: which columns are there must not hang on how many models are found
        className="safe-bottom min-h-0 flex-1 overflow-auto overscroll-contain border-line [scrollbar-gutter:stable] md:border-t"
      >
        {notes}
        {demo && (
          <div className="sticky start-0 px-4 pb-3">
            <DemoNote onVercel={onVercel} />
          </div>
        )}
        <NothingFound search={search} none={entries.length === 0} />
        {cards ? <ModelCards {...list} /> : columns && <ModelTable {...list} columns={columns} />}
      </section>
    </>
  );
}
