"use client";

import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { ChatHeader } from "../../chat/chat-header.tsx";
import { DemoNote } from "../../chat/demo-note.tsx";
import { useModels, useWorkspace } from "../../sidebar/workspace.tsx";
import { Button } from "../../ui/button.tsx";
import { useMedia } from "../../use-media.ts";
import { noFilters } from "../facts.ts";
import { ListingFailed } from "../listing-failed.tsx";
import { allEntries, indexModels, matcher } from "../model-index.ts";
import { CompareBar } from "./compare-bar.tsx";
import { Comparison } from "./comparison.tsx";
import { EmptyList } from "./empty-list.tsx";
import { type ModelActions, ModelActionsContext } from "./model-actions.tsx";
import { ModelCards } from "./model-cards.tsx";
import { hasMeasures } from "./model-facts.ts";
import { ModelTable } from "./model-table.tsx";
import { Notes } from "./notes.tsx";
import { Skeleton } from "./skeleton.tsx";
import { orderBy, type SortKey, sortModels } from "./sort-models.ts";
import { ProvideTexts } from "./texts.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type ChangeView, useView } from "./use-view.ts";
import type { ModelsView } from "./view.ts";

/** The page of all models: search, sort and compare them, and begin a chat with one. */
export function ModelBrowser() {
  const { store, newChat, openSidebar, sidebarOpen } = useWorkspace();
  const { listing, status } = useModels(store);
  const translate = useTranslations("browse");
  const [view, change] = useView();
  const retry = () => void store.models.load();
  useEffect(() => void store.models.refresh(), [store]);
  const latest = useRef({ view, newChat });
  useLayoutEffect(() => {
    latest.current = { view, newChat };
  });
  const actions = useMemo<ModelActions>(
    () => ({
      mark: (id, favourite) => void store.models.mark(id, favourite),
      choose: (id, chosen) => {
        const others = latest.current.view.chosen.filter((other) => other !== id);
        change({ chosen: chosen ? [...others, id] : others }, "replace");
      },
      start: (id) => {
        latest.current.newChat();
        void store.choices.chooseModel(store.draftId, id);
      },
    }),
    [store, change],
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
          <Listed listing={listing} view={view} change={change} stale={status === "error"} onRetry={retry} />
        </ProvideTexts>
      ) : status === "error" ? (
        <ListingFailed onRetry={retry} />
      ) : (
        <Skeleton />
      )}
    </ModelActionsContext>
  );
}

type ListedProps = { listing: ModelListing; view: ModelsView; change: ChangeView; stale: boolean; onRetry: () => void };

function Listed({ listing, view, change, stale, onRetry }: ListedProps) {
  const { store } = useWorkspace();
  const { markError } = useModels(store);
  const index = useMemo(() => indexModels(listing), [listing]);
  const favourites = useMemo(() => new Set(listing.favourites), [listing]);
  const remove = (id: string) => change({ chosen: view.chosen.filter((other) => other !== id) }, "replace");
  const dismiss = () => store.models.dismissMarkError();
  useLayoutEffect(() => () => store.models.dismissMarkError(), [store]);
  const notes = <Notes providers={listing.providers} {...{ stale, onRetry, markError }} onDismiss={dismiss} />;
  if (view.comparing) {
    return (
      <>
        {notes}
        <Comparison
          {...{ index, favourites }}
          chosen={view.chosen}
          onRemove={remove}
          onBack={() => change({ comparing: false }, "push")}
        />
      </>
    );
  }
  return (
    <>
      <List {...{ index, favourites, view, change, notes }} demo={listing.providers.every(({ id }) => id === "demo")} />
      {view.chosen.length > 0 && (
        <CompareBar
          index={index}
          chosen={view.chosen}
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

type ListSectionProps = Pick<ListedProps, "view" | "change"> & {
  index: ReturnType<typeof indexModels>;
  favourites: ReadonlySet<string>;
  notes: ReactNode;
  /** only the built-in demo model is there */
  demo: boolean;
};

function List({ index, favourites, view, change, notes, demo }: ListSectionProps) {
  const { onVercel } = useWorkspace();
  const translate = useTranslations("browse");
  const locale = useLocale();
  const cards = useMedia(narrow);
  const scroller = useRef<HTMLElement>(null);
  const { measures } = index.listing;
  const entries = allEntries(index);
  const { query, filters, order } = view;
  const sorted = useMemo(() => sortModels(entries, order, measures, locale), [entries, order, measures, locale]);
  const measured = useMemo(() => hasMeasures(entries, measures), [entries, measures]);
  const found = useMemo(() => sorted.filter(matcher(sorted, query, filters)), [sorted, query, filters]);
  const scrolled = useRef(false);
  // another question is answered from its top on
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what is asked
  useLayoutEffect(() => {
    // to be scrolled, a page has to be laid out first
    if (scrolled.current && scroller.current) scroller.current.scrollTop = 0;
  }, [query, filters, order]);
  const onSort = useCallback((key: SortKey) => change({ order: orderBy(key, order) }, "push"), [change, order]);
  const Models = cards ? ModelCards : ModelTable;
  return (
    <>
      <Toolbar view={view} count={found.length} onChange={change} sorts={cards} />
      <section
        ref={scroller}
        aria-label={translate("list")}
        onScroll={({ currentTarget }) => {
          scrolled.current = currentTarget.scrollTop > 0;
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keys
        tabIndex={0}
        className="safe-bottom min-h-0 flex-1 overflow-auto overscroll-contain border-line md:border-t"
      >
        {notes && <div className="sticky start-0 pt-2">{notes}</div>}
        {demo && (
          <div className="sticky start-0 px-4 pb-3">
            <DemoNote onVercel={onVercel} />
          </div>
        )}
        {found.length === 0 && (
          <EmptyList query={query} filters={filters} none={entries.length === 0}>
            <Button onClick={() => change({ query: "", filters: noFilters }, "push")}>{translate("clear")}</Button>
          </EmptyList>
        )}
        <Models {...{ scroller, measures, measured, favourites, order, onSort }} entries={found} chosen={view.chosen} />
      </section>
    </>
  );
}
