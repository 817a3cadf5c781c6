import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { marksOf } from "../ability-marks.tsx";
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
};

/** Pictures that are drawn elsewhere, to be copied into rows. */
export type RowPictures = { star: Element; start: Element };

const cellClass = "px-2 py-0 tabular-nums group-hover:bg-hover";
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
  readonly #nameBox = element("span", "block truncate font-medium", this.#name.node);
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

  constructor(columns: readonly FactColumn[], pictures: RowPictures, texts: BrowseTexts) {
    this.#texts = texts;
    this.#box.type = "checkbox";
    this.#star.type = "button";
    this.#star.append(copy(pictures.star));
    this.#start.append(copy(pictures.start));
    // nothing in it is placed by what else is in it: what is written there is laid out by itself
    const head = element(
      "th",
      "sticky start-0 z-5 bg-canvas py-0 ps-12 pe-2 text-start font-normal group-hover:bg-hover",
      this.#label,
      this.#nameBox,
      element("span", "block truncate text-xs", this.#endsBox, this.#idBox),
    );
    head.scope = "row";
    this.#cells = columns.map((column) =>
      column.fact === "inputs" ? new AbilitiesCell(texts) : new FactCell(column, texts),
    );
    const actions = element("td", "sticky end-0 z-5 bg-canvas px-1 py-0 group-hover:bg-hover");
    actions.append(element("div", "flex justify-end", this.#star, this.#start));
    this.root.append(head, ...this.#cells.map(({ root }) => root), actions);
  }

  show(shown: RowProps): void {
    const before = this.shown;
    if (!before) this.root.style.visibility = "";
    this.shown = shown;
    const { entry, measures, row, favourite, chosen, full } = shown;
    const { translate, models, words } = this.#texts;
    const { model } = entry;
    if (row !== before?.row) {
      setAttribute(this.root, "data-row", String(row));
      setAttribute(this.root, "aria-rowindex", String(row + 2));
    }
    const labels = labelsOf(entry, this.#texts);
    if (entry !== before?.entry) {
      this.#name.set(model.name);
      setAttribute(this.#nameBox, "title", model.name);
      this.#id.set(model.id);
      setAttribute(this.#idBox, "title", model.id);
      const ends = words("ends", entry, measures);
      this.#ends.set(ends === null ? "" : `${translate("leaves-on", { date: ends })} `);
      setAttribute(this.#box, "aria-label", labels.compare);
      setAttribute(this.#star, "aria-label", labels.favourite);
      setAttribute(this.#start, "aria-label", labels.start);
      setAttribute(this.#start, "title", labels.start);
      setAttribute(this.#start, "href", `/?model=${encodeURIComponent(model.id)}`);
    }
    if (entry !== before?.entry || measures !== before.measures)
      for (const cell of this.#cells) cell.write(entry, measures);
    // a press has changed it already, whatever came of it
    if (this.#box.checked !== chosen) this.#box.checked = chosen;
    this.#box.disabled = full && !chosen;
    setAttribute(
      this.#label,
      "title",
      translate(full && !chosen ? "compare-full" : "compare", { count: mostCompared }),
    );
    setAttribute(this.#star, "aria-pressed", String(favourite));
    setAttribute(this.#star, "title", models(favourite ? "unmark" : "mark"));
  }

  /** Stays in the page, out of sight, and laid out: one of the next keys will need it again. */
  hide(): void {
    if (!this.shown) return;
    this.shown = null;
    this.root.style.visibility = "hidden";
    for (const name of ["data-row", "aria-rowindex"]) setAttribute(this.root, name, null);
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
}

/** A fact in words, or that it is unknown. */
class FactCell implements Cell {
  readonly root: HTMLElement;
  readonly #column: FactColumn;
  readonly #texts: BrowseTexts;
  readonly #words = new Words();
  readonly #box = element("span", "wrap-anywhere", this.#words.node);
  /** what is seen in place of the word that is heard */
  readonly #dash = new Words();

  constructor(column: FactColumn, texts: BrowseTexts) {
    this.#column = column;
    this.#texts = texts;
    this.root = element("td", column.figure ? `${cellClass} text-end` : cellClass);
    if (column.quiet) {
      const dash = element("span", "text-muted text-xs", this.#dash.node);
      dash.ariaHidden = "true";
      this.root.append(dash);
    }
    this.root.append(this.#box);
  }

  write(entry: IndexEntry, measures: ModelMeasures | undefined): void {
    const { fact, quiet } = this.#column;
    const text = this.#texts.words(fact, entry, measures);
    const known = text !== null;
    this.#words.set(known ? text : this.#texts.translate("unknown"));
    this.#dash.set(known || !quiet ? "" : "–");
    setClass(this.#box, known ? "wrap-anywhere" : quiet ? "sr-only" : "text-muted text-xs");
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

  constructor(texts: BrowseTexts) {
    this.#texts = texts;
    this.root = element("td", cellClass, this.#box);
  }

  write({ model }: IndexEntry): void {
    const { translate } = this.#texts;
    const marks = marksOf(model);
    const known = model.inputs || model.tools !== undefined || model.reasons !== undefined;
    const words = marks ? this.#wordsOf(model) : translate(known ? "text-only" : "unknown");
    this.#words.set(words);
    setClass(this.#box, marks ? "sr-only" : "text-muted");
    setAttribute(this.root, "title", marks && words);
    if (marks) {
      this.#marks.show(marks);
      if (this.#marks.root.parentNode === null) this.root.append(this.#marks.root);
    } else this.#marks.root.remove();
  }

  #wordsOf(model: ListedModel): string {
    const { models, list } = this.#texts;
    const has = { vision: readsImages(model), tools: model.tools === true, reasons: model.reasons === true };
    return list(abilities.filter((name) => has[name]).map((name) => models(`abilities.${name}`)));
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
