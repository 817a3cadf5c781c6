import { copy, element, setAttribute, Words } from "../elements.ts";
import type { IndexEntry } from "../model-index.ts";
import type { Column } from "./columns.ts";
import type { RowProps } from "./list-props.ts";
import { blank, type Cell, cellOf } from "./table-cells.ts";
import type { BrowseTexts } from "./texts.tsx";
import { mostCompared } from "./view.ts";

/** Pictures that are drawn elsewhere, to be copied into rows. */
export type RowPictures = { star: Element; start: Element };

const buttonClass =
  "flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink";

/**
 * The elements of one row of the table, which show one model after the other; only what differs from the model before is
 * written. Not by React: docs/decisions/018-all-models.md.
 */
export class TableRow {
  readonly root = element("tr", "group h-16 [&>*]:border-line [&>*]:border-b");
  /** what it shows; null while it is out of sight */
  shown: RowProps | null = null;
  readonly #texts: BrowseTexts;
  readonly #box = element("input", "size-4 accent-accent");
  readonly #label = element(
    "label",
    "absolute start-2 top-3.5 flex size-9 cursor-pointer items-center justify-center rounded-lg hover:bg-hover has-disabled:cursor-not-allowed has-disabled:opacity-40",
    this.#box,
  );
  readonly #name = new Words();
  readonly #nameBox = element("span", "font-medium text-sm", this.#name.node);
  readonly #id = new Words();
  readonly #idBox = element("span", "font-mono text-muted", this.#id.node);
  readonly #ends = new Words();
  readonly #endsBox = element("span", "text-danger", this.#ends.node);
  readonly #head: HTMLTableCellElement;
  #cells: readonly Cell[] = [];
  readonly #star = element(
    "button",
    `${buttonClass} aria-pressed:text-accent aria-pressed:*:fill-current max-md:size-11`,
  );
  readonly #start = element("a", buttonClass);
  readonly #actions = element("div", "flex justify-end");
  #pointed = false;

  constructor(columns: readonly Column[], pictures: RowPictures, texts: BrowseTexts) {
    this.#texts = texts;
    this.#box.type = "checkbox";
    this.#star.type = "button";
    this.#star.append(copy(pictures.star));
    this.#start.append(copy(pictures.start));
    this.#actions.append(this.#star, this.#start);
    this.#head = element(
      "th",
      "sticky start-0 z-5 bg-canvas pt-3 pb-0 ps-12 pe-2 text-start align-top font-normal group-hover:bg-hover",
      this.#label,
      // one box for both lines: what is cut off is a layer for the browser
      element("span", "block truncate text-xs leading-4.5", this.#nameBox, element("br", ""), this.#idBox),
    );
    this.#head.scope = "row";
    const actions = element("td", "sticky end-0 z-5 bg-canvas px-1 pt-3.5 pb-0 align-top group-hover:bg-hover");
    actions.append(this.#actions);
    this.root.append(this.#head, actions);
    this.setColumns(columns);
  }

  /** Shows other facts. What can be pressed in it stays as it is, and keeps the focus. */
  setColumns(columns: readonly Column[]): void {
    for (const { root } of this.#cells) root.remove();
    this.#cells = columns.map((column) => cellOf(column, this.#texts));
    this.#head.after(...this.#cells.map(({ root }) => root));
    for (const cell of this.#cells) {
      if (this.shown) cell.write(this.shown.entry, this.shown.measures);
      else cell.clear();
      if (this.#pointed) cell.writeTitle?.(this.shown !== null);
    }
  }

  show(shown: RowProps): void {
    const before = this.shown;
    if (!before) this.#setHidden(false);
    this.shown = shown;
    const { entry, measures, row, favourite, chosen, full } = shown;
    const { translate, words } = this.#texts;
    const { model } = entry;
    if (row !== before?.row) {
      setAttribute(this.root, "data-row", String(row));
      setAttribute(this.root, "aria-rowindex", String(row + 2));
    }
    const labels = labelsOf(entry, this.#texts);
    if (entry !== before?.entry) {
      this.#name.set(model.name);
      this.#id.set(model.id);
      const ends = words("ends", entry, measures);
      this.#ends.set(ends === null ? "" : `${translate("leaves-on", { date: ends })} `);
      if (ends === null) this.#endsBox.remove();
      else this.#idBox.before(this.#endsBox);
      setAttribute(this.#box, "aria-label", labels.compare);
      setAttribute(this.#star, "aria-label", labels.favourite);
      setAttribute(this.#start, "aria-label", labels.start);
      setAttribute(this.#start, "href", `/?model=${encodeURIComponent(model.id)}`);
    }
    if (entry !== before?.entry || measures !== before.measures)
      for (const cell of this.#cells) cell.write(entry, measures);
    // a press has changed it already, whatever came of it
    if (this.#box.checked !== chosen) this.#box.checked = chosen;
    this.#box.disabled = full && !chosen;
    setAttribute(this.#star, "aria-pressed", String(favourite));
    if (this.#pointed) this.#writeTitles();
  }

  /**
   * The pointer has come to this row, or left it. Only a pointer sees titles; in all rows at once they would be a third of
   * what a key changes.
   */
  point(pointed: boolean): void {
    this.#pointed = pointed;
    this.#writeTitles();
  }

  #writeTitles(): void {
    const { translate, models } = this.#texts;
    const shown = this.#pointed ? this.shown : null;
    const model = shown?.entry.model;
    const marked = shown && models(shown.favourite ? "unmark" : "mark");
    const compares = shown && translate(this.#box.disabled ? "compare-full" : "compare", { count: mostCompared });
    setAttribute(this.#nameBox, "title", model?.name ?? null);
    setAttribute(this.#idBox, "title", model?.id ?? null);
    setAttribute(this.#label, "title", compares);
    setAttribute(this.#star, "title", marked);
    setAttribute(this.#start, "title", shown && labelsOf(shown.entry, this.#texts).start);
    for (const cell of this.#cells) cell.writeTitle?.(shown !== null);
  }

  /**
   * Stays in the page, laid out: one of the next keys will need it again. It stands where it is not seen; for who looks for
   * words, goes from control to control or listens there is nothing in it. Made invisible as a whole, each of its elements
   * would be styled anew, which takes longer than to fill it.
   */
  hide(): void {
    if (!this.shown) return;
    this.shown = null;
    this.#setHidden(true);
    this.#name.set(blank);
    this.#id.set(blank);
    this.#endsBox.remove();
    for (const cell of this.#cells) cell.clear();
    for (const name of ["data-row", "aria-rowindex"]) setAttribute(this.root, name, null);
  }

  #setHidden(hidden: boolean): void {
    setAttribute(this.root, "aria-hidden", hidden ? "true" : null);
    for (const { style } of [this.#label, this.#actions]) style.visibility = hidden ? "hidden" : "";
  }

  /** What a press on an element of this row asks for; null for nothing. */
  pressed(target: Element): "choose" | "mark" | "start" | null {
    if (target === this.#box) return "choose";
    if (this.#star.contains(target)) return "mark";
    return this.#start.contains(target) ? "start" : null;
  }
}

type Labels = { compare: string; favourite: string; start: string };

// every key of a search shows models that others have shown before: made anew they would take longest in a row
const known = new WeakMap<BrowseTexts, WeakMap<IndexEntry, Labels>>();

/** The names of what can be done with a model. */
export function labelsOf(entry: IndexEntry, texts: BrowseTexts): Labels {
  let all = known.get(texts);
  if (!all) {
    all = new WeakMap();
    known.set(texts, all);
  }
  let labels = all.get(entry);
  if (!labels) {
    const { name } = entry.model;
    labels = {
      compare: texts.translate("compare-model", { name }),
      favourite: texts.models("favourite", { name }),
      start: texts.translate("start-with", { name }),
    };
    all.set(entry, labels);
  }
  return labels;
}
