import type { ModelMeasures } from "@/lib/models/schema";
import { type IndexEntry, matcher } from "../model-index.ts";
import type { Search } from "../use-search.ts";
import { sortModels } from "./sort-models.ts";
import { type ModelsView, readView, writeView } from "./view.ts";

/** What the page of all models shows. */
export type BrowseState = {
  view: ModelsView;
  /** the models that the view asks for, in its order; null until there is a list */
  found: readonly IndexEntry[] | null;
};

/** How a change gets into the address: as a step that "back" undoes, at once without one, or when typing pauses. */
export type Step = "push" | "replace" | "typed";
export type ChangeView = (change: Partial<ModelsView>, step: Step) => void;

type Listed = {
  entries: readonly IndexEntry[];
  measures: Readonly<Record<string, ModelMeasures>>;
  locale: string;
};

/** Browsers refuse an address that changes with every key. */
const typingMs = 300;

/**
 * What the page of all models shows, as the address says; and the way to change both. The router is not told: it would
 * render the whole page for each change, ask the server for it again after a reload, and has been seen to stand still for
 * good when two such steps are gone back quickly.
 */
export class BrowseSearch implements Search<BrowseState> {
  readonly #listeners = new Set<() => void>();
  #listed: Listed | null = null;
  /** the list in the order of the view */
  #sorted: readonly IndexEntry[] = [];
  #state: BrowseState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `query` is the address's. */
  constructor(query: string) {
    this.#state = { view: readView(query), found: null };
  }

  get state(): BrowseState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes a list, another one, or the same in another language. */
  update(listed: Listed): void {
    const before = this.#listed;
    const same = (["entries", "measures", "locale"] as const).every((name) => before?.[name] === listed[name]);
    if (same) return;
    this.#listed = listed;
    this.#sort();
    this.#set(this.#find(this.#state.view));
  }

  readonly change: ChangeView = (changed, step) => {
    const merged = { ...this.#state.view, ...changed };
    this.#show({ ...merged, comparing: merged.comparing && merged.chosen.length > 0 });
    const write = () => writeAddress(writeView(this.#state.view), step);
    if (step === "typed") this.#timer = setTimeout(write, typingMs);
    else write();
  };

  /** Follows the address until what it gives is called. */
  follow(): () => void {
    const path = window.location.pathname;
    const onPop = (event: PopStateEvent) => {
      if (window.location.pathname !== path) return;
      event.stopImmediatePropagation();
      this.#show(readView(window.location.search));
    };
    window.addEventListener("popstate", onPop, { capture: true });
    return () => {
      clearTimeout(this.#timer);
      window.removeEventListener("popstate", onPop, { capture: true });
    };
  }

  #show(view: ModelsView): void {
    clearTimeout(this.#timer);
    const before = this.#state.view;
    if (view.order !== before.order) this.#sort(view.order);
    const asksTheSame = view.query === before.query && view.filters === before.filters && view.order === before.order;
    this.#set(asksTheSame ? { ...this.#state, view } : this.#find(view));
  }

  #sort(order = this.#state.view.order): void {
    if (!this.#listed) return;
    const { entries, measures, locale } = this.#listed;
    this.#sorted = sortModels(entries, order, measures, locale);
  }

  #find(view: ModelsView): BrowseState {
    if (!this.#listed) return { view, found: null };
    return { view, found: this.#sorted.filter(matcher(this.#sorted, view.query, view.filters)) };
  }

  #set(state: BrowseState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

// the router's own state stays with the entry: it knows the page by it when it comes back from another one
function writeAddress(search: string, step: Step): void {
  const { history, location } = window;
  const write = step === "push" ? History.prototype.pushState : History.prototype.replaceState;
  write.call(history, history.state, "", `${location.pathname}${search}`);
}
