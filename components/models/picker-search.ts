import type { ModelListing } from "@/lib/models/schema";
import { type ModelFilters, noFilters } from "./facts.ts";
import {
  type ChoosableRow,
  firstChoice,
  type MovedTo,
  matchModels,
  type PickerRows,
  rowAtIndex,
  rowMovedTo,
} from "./match-models.ts";
import { indexModels, type ModelIndex } from "./model-index.ts";
import type { Search } from "./use-search.ts";

/** What is searched for in the picker, and what was found. */
export type PickerState = PickerRows & {
  query: string;
  filters: ModelFilters;
  /** the row that Enter chooses; undefined for none */
  activeRow: ChoosableRow | undefined;
  /** the model in use */
  value: string;
  favourites: ReadonlySet<string>;
};

/** The search in the picker. */
export class PickerSearch implements Search<PickerState> {
  readonly #listeners = new Set<() => void>();
  #listing: ModelListing;
  #index: ModelIndex;
  /** null: nothing was moved to yet */
  #moved: (MovedTo & { query: string }) | null = null;
  #state: PickerState;

  constructor(listing: ModelListing, value: string) {
    this.#listing = listing;
    this.#index = indexModels(listing);
    const favourites = new Set(listing.favourites);
    const nothing = { rows: [], options: 0, matches: 0, activeRow: undefined };
    this.#state = this.#found({ ...nothing, query: "", filters: noFilters, value, favourites });
  }

  get state(): PickerState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes another listing, or another model in use. */
  update(listing: ModelListing, value: string): void {
    if (listing === this.#listing && value === this.#state.value) return;
    if (listing !== this.#listing) this.#index = indexModels(listing);
    this.#listing = listing;
    this.#set(this.#found({ ...this.#state, value, favourites: new Set(listing.favourites) }));
  }

  type(query: string): void {
    if (query !== this.#state.query) this.#set(this.#found({ ...this.#state, query }));
  }

  narrow(filters: ModelFilters): void {
    this.#moved = null;
    this.#set(this.#found({ ...this.#state, filters }));
  }

  /** Makes the n-th option, from 0, the active one. */
  moveTo(index: number): void {
    this.#move(rowAtIndex(this.#state.rows, index)?.id ?? "", index);
    this.#set({ ...this.#state, activeRow: this.#activeRow(this.#state) });
  }

  /** The active model stays the active one: it is about to be marked, which moves rows about. */
  keepActive(): void {
    const { activeRow } = this.#state;
    if (activeRow) this.#move(activeRow.id, activeRow.position - 1);
  }

  /** What is marked by pointer goes away from under it, and the list stays where it is. */
  keepPlace(marked: string): void {
    const { activeRow } = this.#state;
    if (activeRow) this.#move(activeRow.id === marked ? "" : activeRow.id, activeRow.position - 1);
  }

  #move(id: string, index: number): void {
    this.#moved = { query: this.#state.query, id, index };
  }

  #found(state: PickerState): PickerState {
    const found = { ...state, ...matchModels(this.#index, state.query, state.filters, state.value) };
    return { ...found, activeRow: this.#activeRow(found) };
  }

  #activeRow(state: PickerState): ChoosableRow | undefined {
    const { query, rows, value } = state;
    if (this.#moved?.query === query) return rowMovedTo(rows, this.#moved);
    return rowAtIndex(rows, firstChoice(this.#index, query, state, value));
  }

  #set(state: PickerState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
