import type { RefObject } from "react";
import type { ModelMeasures } from "@/lib/models/schema";
import type { IndexEntry } from "../model-index.ts";
import type { BrowseSearch } from "./browse-search.ts";

/** What the table and the cards show alike. */
export type ListProps = {
  /** what scrolls the list */
  scroller: RefObject<HTMLElement | null>;
  search: BrowseSearch;
  /** all models, whatever is searched for */
  entries: readonly IndexEntry[];
  measures: Readonly<Record<string, ModelMeasures>>;
  favourites: ReadonlySet<string>;
};

/** One row, so that it is rendered again only when something of it has changed. */
export type RowProps = {
  entry: IndexEntry;
  measures: ModelMeasures | undefined;
  /** place in the list, from 0 */
  row: number;
  favourite: boolean;
  chosen: boolean;
  /** as many are chosen as can be */
  full: boolean;
};
