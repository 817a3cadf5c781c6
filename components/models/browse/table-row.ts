import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { type Marks, marksOf } from "../ability-marks.tsx";
import { copy, element, setAttribute, setClass, Words } from "../elements.ts";
import { readsImages } from "../facts.ts";
import { MarksBox } from "../marks-box.ts";
import type { IndexEntry } from "../model-index.ts";
import type { RowProps } from "./list-props.ts";
import type { FactName } from "./model-facts.ts";
import type { BrowseTexts } from "./texts.tsx";
import { mostCompared } from "./view.ts";

/** A column of the table that shows one fact. */
export type FactColumn = {
  fact: FactName;
  /** a figure, which stands at the end of its cell */
  figure?: boolean;
  /** hardly anything is known of it: what is not is said quietly */
  quiet?: boolean;
  /** so many letters fit into a line of it */
  letters: number;
};

/** Pictures that are drawn elsewhere, to be copied into rows. */
export type RowPictures = { star: Element; start: Element };

/** In place of words that there are none of. Without any the browser would take the text away, and make it anew. */
const blank = "\u00a0";

// One line in the middle of a row. To be put there as `vertical-align` does, a cell is laid out twice.
const cellClass = "px-2 pb-0 align-top tabular-nums group-hover:bg-hover";
const lineClass = `${cellClass} pt-5.5 text-sm`;
const smallLineClass = `${cellClass} pt-6 text-xs`;
const linesClass = "px-2 py-0 align-middle text-sm wrap-anywhere tabular-nums group-hover:bg-hover";
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
  readonly #cells: readonly Cell[];
  readonly #star = element(
    "button",
    `${buttonClass} aria-pressed:text-accent aria-pressed:*:fill-current max-md:size-11`,
  );
  readonly #start = element("a", buttonClass);
  readonly #actions = element("div", "flex justify-end");
  #pointed = false;

  constructor(columns: readonly FactColumn[], pictures: RowPictures, texts: BrowseTexts) {
    this.#texts = texts;
    this.#box.type = "checkbox";
    this.#star.type = "button";
    this.#star.append(copy(pictures.star));
    this.#start.append(copy(pictures.start));
    this.#actions.append(this.#star, this.#start);
    const head = element(
      "th",
      "sticky start-0 z-5 bg-canvas pt-3 pb-0 ps-12 pe-2 text-start align-top font-normal group-hover:bg-hover",
      this.#label,
      // one box for both lines: what is cut off is a layer for the browser
      element("span", "block truncate text-xs leading-4.5", this.#nameBox, element("br", ""), this.#idBox),
    );
    head.scope = "row";
    this.#cells = columns.map((column) =>
      column.fact === "inputs" ? new AbilitiesCell(texts) : new FactCell(column, texts),
    );
    const actions = element("td", "sticky end-0 z-5 bg-canvas px-1 pt-3.5 pb-0 align-top group-hover:bg-hover");
    actions.append(this.#actions);
    this.root.append(head, ...this.#cells.map(({ root }) => root), actions);
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

interface Cell {
  readonly root: HTMLElement;
  write(entry: IndexEntry, measures: ModelMeasures | undefined): void;
  /** Leaves no words in it. */
  clear(): void;
  /** Says what is drawn, to a pointer. */
  writeTitle?(pointed: boolean): void;
}

/** A fact in words, or that it is unknown. */
class FactCell implements Cell {
  readonly root = element("td", "");
  readonly #column: FactColumn;
  readonly #texts: BrowseTexts;
  readonly #words = new Words();
  readonly #end: string;
  /** what is seen in place of the word that is heard */
  readonly #dash: { seen: HTMLElement; heard: HTMLElement } | null;

  constructor(column: FactColumn, texts: BrowseTexts) {
    this.#column = column;
    this.#texts = texts;
    this.#end = column.figure ? " text-end" : "";
    this.#dash = column.quiet ? { seen: element("span", "", "–"), heard: element("span", "sr-only") } : null;
    if (this.#dash) this.#dash.seen.ariaHidden = "true";
    this.root.append(this.#words.node);
  }

  write(entry: IndexEntry, measures: ModelMeasures | undefined): void {
    const text = this.#texts.words(this.#column.fact, entry, measures);
    this.#words.set(text ?? this.#texts.unknown);
    const { letters } = this.#column;
    const placed = text === null ? `${smallLineClass} text-muted` : text.length > letters ? linesClass : lineClass;
    setClass(this.root, `${placed}${this.#end}`);
    if (this.#dash) this.#showDash(this.#dash, text === null);
  }

  clear(): void {
    this.#words.set(blank);
    if (this.#dash) this.#showDash(this.#dash, false);
  }

  #showDash({ seen, heard }: { seen: HTMLElement; heard: HTMLElement }, dashed: boolean): void {
    if (dashed === (seen.parentNode !== null)) return;
    if (dashed) {
      heard.append(this.#words.node);
      this.root.append(seen, heard);
    } else this.root.replaceChildren(this.#words.node);
  }
}

const abilities = ["vision", "tools", "reasons"] as const;

/** What a model can do, as one picture and its words; "unknown" where nothing is said of it. */
class AbilitiesCell implements Cell {
  readonly root: HTMLElement;
  readonly #texts: BrowseTexts;
  readonly #words = new Words();
  readonly #box = element("span", "", this.#words.node);
  readonly #marks = new MarksBox(16);
  /** few sets, in very many rows */
  readonly #listed = new Map<Marks, string>();

  constructor(texts: BrowseTexts) {
    this.#texts = texts;
    this.root = element("td", "", this.#box);
  }

  write({ model }: IndexEntry): void {
    const { unknown, textOnly } = this.#texts;
    const marks = marksOf(model);
    const known = model.inputs || model.tools !== undefined || model.reasons !== undefined;
    const words = marks ? this.#wordsOf(marks, model) : known ? textOnly : unknown;
    this.#words.set(words);
    setClass(this.#box, marks ? "sr-only" : "text-muted");
    setClass(this.root, marks ? `${cellClass} pt-6` : lineClass);
    if (marks) {
      this.#marks.show(marks);
      if (this.#marks.root.parentNode === null) this.root.append(this.#marks.root);
    } else this.#marks.root.remove();
  }

  clear(): void {
    this.#words.set(blank);
  }

  writeTitle(pointed: boolean): void {
    setAttribute(this.root, "title", pointed && this.#marks.root.parentNode ? this.#words.node.data : null);
  }

  #wordsOf(marks: Marks, model: ListedModel): string {
    let words = this.#listed.get(marks);
    if (words === undefined) {
      const { models, list } = this.#texts;
      const has = { vision: readsImages(model), tools: model.tools === true, reasons: model.reasons === true };
      words = list(abilities.filter((name) => has[name]).map((name) => models(`abilities.${name}`)));
      this.#listed.set(marks, words);
    }
    return words;
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
