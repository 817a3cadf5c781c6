import type { Pictures, RowBox, ShownRow } from "./row-box.ts";
import { makeBox } from "./row-boxes.ts";

/** A row in the page, and its place in the list of all rows. */
export type InPage = { index: number; row: ShownRow };

/**
 * Writes the picker's rows into the page. Not by React: a key in the search field changes all of the rows in sight, and
 * to render, compare and commit them is a good part of what the key takes (docs/decisions/018-all-models.md).
 */
export class RowPainter {
  readonly #list: HTMLElement;
  readonly #pictures: Pictures;
  readonly #boxes = new Map<Element, RowBox>();
  /** the boxes of each kind, in the order in which they stand in the page */
  readonly #kinds = new Map<ShownRow["kind"], RowBox[]>();
  #rows: unknown = null;
  #inPage = new Map<number, RowBox>();
  #height = Number.NaN;

  /** `list` holds the rows and nothing else. */
  constructor(list: HTMLElement, pictures: Pictures) {
    this.#list = list;
    this.#pictures = pictures;
  }

  /**
   * Shows these rows, in their order, each in its place, and no others. While `rows`, the list that they are of, is the
   * same one, a row keeps its elements when it is scrolled; another list is written into them from the first one on.
   * `height` is that of the whole list, in pixels.
   */
  show(rows: unknown, inPage: readonly InPage[], height: number): void {
    if (height !== this.#height) {
      this.#height = height;
      this.#list.style.height = `${height}px`;
    }
    const kept = rows === this.#rows ? this.#inPage : new Map<number, RowBox>();
    this.#rows = rows;
    this.#inPage = new Map();
    const taken = new Set(inPage.flatMap(({ index }) => kept.get(index) ?? []));
    const free = new Map([...this.#kinds].map(([kind, boxes]) => [kind, boxes.filter((box) => !taken.has(box))]));
    const boxes = inPage.map(({ index, row }) => {
      const box = kept.get(index) ?? free.get(row.kind)?.shift() ?? this.#make(row.kind);
      box.show(row as never);
      this.#inPage.set(index, box);
      return box;
    });
    for (const unused of free.values()) for (const box of unused) box.hide();
    this.#arrange(boxes);
  }

  /** The row that an element of the page is part of. */
  rowOf(target: EventTarget | null): ShownRow | null {
    const element = target instanceof Element ? target.closest("[role=option]") : null;
    return (element && this.#boxes.get(element)?.shown) ?? null;
  }

  #make(kind: ShownRow["kind"]): RowBox {
    const box = makeBox(kind, this.#pictures);
    this.#boxes.set(box.root, box);
    const others = this.#kinds.get(kind);
    if (others) others.push(box);
    else this.#kinds.set(kind, [box]);
    return box;
  }

  // The page has the rows in the order in which they are seen, for who reads it so. A row that is moved is laid out anew:
  // options stay where they are unless they were scrolled, and the few headings go to them.
  #arrange(boxes: readonly RowBox[]): void {
    let before: RowBox | undefined;
    let greatest = -1;
    let moved = false;
    for (const box of boxes) {
      if (box.kind !== "option") continue;
      if (box.order > greatest) greatest = box.order;
      else {
        moved = true;
        if (before) before.root.after(box.root);
        else this.#list.prepend(box.root);
      }
      before = box;
    }
    before = undefined;
    for (const box of boxes) {
      const there = before ? before.root.nextElementSibling : this.#list.firstElementChild;
      if (box.kind !== "option" && there !== box.root) {
        moved = true;
        if (before) before.root.after(box.root);
        else this.#list.prepend(box.root);
      }
      before = box;
    }
    if (!moved) return;
    for (const [order, element] of [...this.#list.children].entries()) {
      const box = this.#boxes.get(element);
      if (box) box.order = order;
    }
    for (const kind of this.#kinds.values()) kind.sort((one, other) => one.order - other.order);
  }
}
