import { type Marks, marksOf } from "./ability-marks.tsx";
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

type Shown<Kind extends ShownRow["kind"]> = Extract<ShownRow, { kind: Kind }>;

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

/** A text that is written when it differs. */
class Words {
  readonly node = document.createTextNode("");
  #text = "";

  set(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.node.data = text;
  }
}

class HeadingBox extends RowBox<"heading"> {
  readonly kind = "heading";
  readonly #words = new Words();

  constructor(pictures: Pictures) {
    super(pictures);
    this.root.className = "option-heading";
    this.root.role = "presentation";
    this.root.append(this.#words.node);
  }

  protected write({ words }: Shown<"heading">): void {
    this.#words.set(words);
  }
}

class ProblemBox extends RowBox<"problem"> {
  readonly kind = "problem";
  readonly #words = new Words();

  constructor(pictures: Pictures) {
    super(pictures);
    this.root.className = "absolute inset-x-4 contain-strict";
    this.root.role = "presentation";
    const frame = element("div", "flex h-10 items-center gap-2 rounded-lg bg-danger-soft px-3 text-sm");
    const text = element("span", "line-clamp-2 leading-tight");
    text.append(this.#words.node);
    frame.append(copy(pictures.warning), text);
    this.root.append(frame);
  }

  protected write({ words }: Shown<"problem">): void {
    this.#words.set(words);
  }
}

class TypedBox extends RowBox<"typed"> {
  readonly kind = "typed";
  readonly #words = new Words();

  constructor(pictures: Pictures) {
    super(pictures);
    this.root.className = "option option-typed";
    this.root.role = "option";
    const text = element("span", "min-w-0 flex-1 truncate text-sm leading-5");
    text.append(this.#words.node);
    this.root.append(copy(pictures.plus), text);
  }

  protected write(row: Shown<"typed">): void {
    this.option(row);
    this.attribute("aria-label", row.words);
    this.#words.set(row.words);
  }
}

/**
 * A model. A few boxes whose places do not depend on what is in them, and lines that are broken by their text: a dozen of
 * these are laid out and painted with every key that is typed, and each box, picture and cut-off text takes its time.
 */
class OptionBox extends RowBox<"option"> {
  readonly kind = "option";
  readonly #name = new Words();
  /** below the name: the id, or on a narrow screen the facts */
  readonly #below = new Words();
  readonly #measured = new Words();
  readonly #facts = new Words();
  readonly #nameBox = element("span", "");
  readonly #belowBox = element("span", "");
  readonly #factsBox = element("span", "");
  readonly #measuredBox = element("span", "text-accent");
  readonly #marksBox = vector("svg", { ...lines, height: "14" });
  readonly #marksPath = vector("path", {});
  readonly #star = element("span", "option-star");
  #marks: Marks | null = null;
  #narrow: boolean | null = null;
  #favourite = false;
  #starTitle = "";

  constructor(pictures: Pictures) {
    super(pictures);
    this.root.role = "option";
    this.#nameBox.append(this.#name.node, this.#belowBox);
    this.#belowBox.append(this.#below.node);
    this.#factsBox.ariaHidden = "true";
    this.#factsBox.append(this.#measuredBox, this.#facts.node);
    this.#measuredBox.append(this.#measured.node);
    this.#marksBox.append(this.#marksPath);
    // for a pointer; from the keyboard and for a screen reader there is the button below the list
    this.#star.ariaHidden = "true";
    this.#star.append(copy(pictures.star));
    this.root.append(this.#nameBox, this.#star);
  }

  protected write(row: Shown<"option">): void {
    const { model } = row.row;
    const { context, price, measured, description } = row.words;
    this.option(row);
    this.attribute("aria-label", `${model.name}, ${model.id}`);
    this.attribute("aria-description", description);
    if (row.narrow !== this.#narrow) this.#arrange(row.narrow);
    this.#name.set(model.name);
    if (row.narrow) {
      const facts = [context, price].filter(Boolean).join(" · ");
      this.#below.set(`\n${facts || model.id}`);
    } else {
      const named = model.name !== model.id;
      const lines = price === null ? [context ?? ""] : [context ?? "", price];
      this.#below.set(named ? `\n${model.id}` : "");
      this.#facts.set(lines.join("\n"));
      this.#measured.set(measured === null ? "" : `${measured}\n`);
      this.#mark(marksOf(model));
      look(this.root, measured === null ? "option" : "option option-measured");
      look(this.#nameBox, named ? "option-name" : "option-name option-alone");
      look(this.#factsBox, `option-facts option-beside${lines.length === 1 ? " option-line" : ""}`);
    }
    if (row.favourite !== this.#favourite) {
      this.#favourite = row.favourite;
      this.#star.toggleAttribute("data-favourite", row.favourite);
    }
    if (row.starTitle !== this.#starTitle) {
      this.#starTitle = row.starTitle;
      this.#star.title = row.starTitle;
    }
  }

  // a narrow screen has the facts below the name, and others the id there and the facts beside it
  #arrange(narrow: boolean): void {
    this.#narrow = narrow;
    if (narrow) this.#factsBox.remove();
    else this.#nameBox.after(this.#factsBox);
    look(this.root, "option");
    look(this.#nameBox, "option-name option-wide");
    look(this.#belowBox, narrow ? "option-facts" : "option-id");
  }

  #mark(marks: Marks | null): void {
    if (marks === this.#marks) return;
    if (marks) {
      this.#marksBox.setAttribute("viewBox", `0 0 ${marks.width} 16`);
      this.#marksBox.setAttribute("width", String((marks.width * 14) / 16));
      this.#marksPath.setAttribute("d", marks.path);
      if (!this.#marks) this.#factsBox.append(this.#marksBox);
    } else this.#marksBox.remove();
    this.#marks = marks;
  }
}

const lines = {
  "aria-hidden": "true",
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "1.4",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
};

/** Makes the elements for a kind of row. */
export function makeBox(kind: ShownRow["kind"], pictures: Pictures): RowBox {
  if (kind === "heading") return new HeadingBox(pictures);
  if (kind === "problem") return new ProblemBox(pictures);
  if (kind === "typed") return new TypedBox(pictures);
  return new OptionBox(pictures);
}

function copy(picture: Element): Element {
  return picture.cloneNode(true) as Element;
}

function look(element: Element, className: string): void {
  if (element.className !== className) element.className = className;
}

function element(name: "div" | "span", className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function vector(name: "svg" | "path", attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
