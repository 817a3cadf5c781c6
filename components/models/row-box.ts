import { copy } from "./elements.ts";
import type { PickerRow } from "./match-models.ts";
import type { ModelWords } from "./model-words.ts";

/** Pictures that are drawn elsewhere, to be copied into rows. */
export type Pictures = { star: Element; check: Element; plus: Element; warning: Element };

type Placed = {
  /** pixels from the top of the list */
  top: number;
  height: number;
};

type Chosen = {
  /** id of the element */
  id: string;
  /** whether Enter chooses it */
  active: boolean;
  /** whether it is the model in use */
  chosen: boolean;
  /** its place among the options, from 1, and how many options there are */
  position: number;
  options: number;
};

type Row<Kind extends PickerRow["kind"]> = Extract<PickerRow, { kind: Kind }>;

/** What is shown of each kind of row. */
export type ShownRow = Placed &
  (
    | { kind: "heading"; words: string }
    | { kind: "problem"; words: string }
    | (Chosen & { kind: "typed"; row: Row<"typed">; words: string })
    | (Chosen & {
        kind: "option";
        row: Row<"option">;
        words: ModelWords;
        favourite: boolean;
        /** what its star does */
        starTitle: string;
        /** there is no room beside the name */
        narrow: boolean;
      })
  );

/** What is shown of one kind of row. */
export type Shown<Kind extends ShownRow["kind"]> = Extract<ShownRow, { kind: Kind }>;

/** The elements of one row, which show one row after the other; only what differs from the row before is written. */
export abstract class RowBox<Kind extends ShownRow["kind"] = ShownRow["kind"]> {
  readonly root = document.createElement("div");
  abstract readonly kind: Kind;
  /** what it shows; null while it is out of sight */
  shown: Shown<Kind> | null = null;
  /** its place among the list's elements, counting those out of sight; -1 while it is not there */
  order = -1;
  #top = Number.NaN;
  #height = Number.NaN;
  readonly #attributes = new Map<string, string | null>();
  #check: Element | null = null;

  readonly #pictures: Pictures;

  constructor(pictures: Pictures) {
    this.#pictures = pictures;
  }

  show(row: Shown<Kind>): void {
    if (!this.shown) this.root.style.visibility = "";
    this.shown = row;
    this.#place(row.top);
    if (row.height !== this.#height) {
      this.#height = row.height;
      this.root.style.height = `${row.height}px`;
    }
    this.write(row);
  }

  /** Stays in the page, out of sight, and laid out: one of the next keys will need it again. */
  hide(): void {
    if (!this.shown) return;
    this.shown = null;
    this.root.style.visibility = "hidden";
    // a shorter list must not be scrolled to where this one was
    this.#place(0);
    this.attribute("id", null);
    this.attribute("data-active", null);
  }

  #place(top: number): void {
    if (top === this.#top) return;
    this.#top = top;
    this.root.style.top = `${top}px`;
  }

  protected abstract write(row: Shown<Kind>): void;

  protected attribute(name: string, value: string | null): void {
    if (this.#attributes.get(name) === value) return;
    this.#attributes.set(name, value);
    if (value === null) this.root.removeAttribute(name);
    else this.root.setAttribute(name, value);
  }

  protected option({ id, active, chosen, position, options }: Chosen): void {
    this.attribute("id", id);
    this.attribute("aria-selected", String(chosen));
    this.attribute("aria-setsize", String(options));
    this.attribute("aria-posinset", String(position));
    this.attribute("data-active", active ? "" : null);
    if (chosen === Boolean(this.#check)) return;
    this.#check?.remove();
    this.#check = chosen ? copy(this.#pictures.check) : null;
    if (this.#check) this.root.append(this.#check);
  }
}
