import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { type Marks, marksOf } from "../ability-marks.tsx";
import { element, setAttribute, setClass, Words } from "../elements.ts";
import { readsImages } from "../facts.ts";
import { MarksBox } from "../marks-box.ts";
import type { IndexEntry } from "../model-index.ts";
import type { Column } from "./columns.ts";
import type { BrowseTexts } from "./texts.tsx";

/** In place of words that there are none of. Without any the browser would take the text away, and make it anew. */
export const blank = "\u00a0";

// One line in the middle of a row. To be put there as `vertical-align` does, a cell is laid out twice.
const cellClass = "px-2 pb-0 align-top tabular-nums group-hover:bg-hover";
const lineClass = `${cellClass} pt-5.5 text-sm wrap-anywhere`;
const smallLineClass = `${cellClass} pt-6 text-xs`;
// of 16 pixels, however large the letters are
const marksClass = `${cellClass} pt-[calc(2rem-8px)]`;
const linesClass = "px-2 py-0 align-middle text-sm whitespace-pre-line wrap-anywhere tabular-nums group-hover:bg-hover";

/** A cell of the table, which shows one model after the other. */
export interface Cell {
  readonly root: HTMLElement;
  write(entry: IndexEntry, measures: ModelMeasures | undefined): void;
  /** Leaves no words in it. */
  clear(): void;
  /** Says what is drawn, to a pointer. */
  writeTitle?(pointed: boolean): void;
}

/** A cell of a column. */
export function cellOf(column: Column, texts: BrowseTexts): Cell {
  return column.facts.includes("inputs") ? new AbilitiesCell(texts) : new FactCell(column, texts);
}

/** The facts of a column in words, each in a line of its own; or that they are unknown. */
class FactCell implements Cell {
  readonly root = element("td", "");
  readonly #column: Column;
  readonly #texts: BrowseTexts;
  readonly #words = new Words();
  readonly #end: string;
  /** what is seen in place of the word that is heard */
  readonly #dash: { seen: HTMLElement; heard: HTMLElement } | null;

  constructor(column: Column, texts: BrowseTexts) {
    this.#column = column;
    this.#texts = texts;
    this.#end = column.figure ? " text-end" : "";
    this.#dash = column.quiet ? { seen: element("span", "", "–"), heard: element("span", "sr-only") } : null;
    if (this.#dash) this.#dash.seen.ariaHidden = "true";
    this.root.append(this.#words.node);
  }

  write(entry: IndexEntry, measures: ModelMeasures | undefined): void {
    const { facts, letters } = this.#column;
    const { words, unknown } = this.#texts;
    let text: string | null = null;
    for (const fact of facts) {
      const line = words(fact, entry, measures);
      if (line !== null) text = text === null ? line : `${text}\n${line}`;
    }
    this.#words.set(text ?? unknown);
    const placed = text === null ? `${smallLineClass} text-muted` : hasRoom(text, letters) ? lineClass : linesClass;
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

/** Whether a text fits into a line of so many letters. */
function hasRoom(text: string, letters: number): boolean {
  if (text.length * 2 <= letters) return true;
  if (text.length > letters || text.includes("\n")) return false;
  let width = 0;
  // what comes from there on is Chinese and the like, and about as wide as two Latin letters
  for (let at = 0; at < text.length; at += 1) width += text.charCodeAt(at) < 0x2e80 ? 1 : 2;
  return width <= letters;
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
    setClass(this.root, marks ? marksClass : lineClass);
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
