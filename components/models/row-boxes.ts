import { copy, element, Words } from "./elements.ts";
import { OptionBox } from "./option-box.ts";
import { type Pictures, RowBox, type Shown, type ShownRow } from "./row-box.ts";

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
    this.#words.set(row.words);
  }
}

/** Makes the elements for a kind of row. */
export function makeBox(kind: ShownRow["kind"], pictures: Pictures): RowBox {
  if (kind === "heading") return new HeadingBox(pictures);
  if (kind === "problem") return new ProblemBox(pictures);
  if (kind === "typed") return new TypedBox(pictures);
  return new OptionBox(pictures);
}
