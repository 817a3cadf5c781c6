import { element } from "../elements.ts";
import type { RowProps } from "./list-props.ts";
import type { Piece } from "./shown-rows.ts";
import type { TableRow } from "./table-row.ts";

/** What the painter needs of a row, and what a test can make without a page. */
type Row = Pick<TableRow, "root" | "shown" | "show" | "hide">;

/**
 * Writes the rows of the table of all models into the page. Not by React: a key in the search field changes all of the
 * rows in sight (docs/decisions/018-all-models.md).
 */
export class TablePainter<Made extends Row = TableRow> {
  readonly #body: HTMLElement;
  readonly #make: () => Made;
  readonly #rows = new Map<Element, Made>();
  readonly #gaps: HTMLElement[] = [];
  /** the place of each row and gap among the body's elements */
  #places = new Map<Element, number>();
  #list: unknown = null;

  /** `body` holds the rows and nothing else. */
  constructor(body: HTMLElement, make: () => Made) {
    this.#body = body;
    this.#make = make;
  }

  /**
   * Shows these pieces, in their order, and no others. While `list`, what they are of, is the same one, a row keeps its
   * elements when it is scrolled; another list is written into them from the first one on, but for the row with the focus,
   * which stays its model's.
   * @param height of a row, in pixels
   * @returns how many more rows are there, out of sight, behind all others
   */
  show(list: unknown, pieces: readonly Piece[], rowAt: (row: number) => RowProps | null, height: number): number {
    const focused = this.#focused();
    const keeps = list === this.#list ? [...this.#rows.values()] : focused ? [focused] : [];
    this.#list = list;
    const kept = new Map(keeps.flatMap((row) => (row.shown ? [[row.shown.entry.model.id, row] as const] : [])));
    const models = pieces.map((piece) => ("row" in piece ? rowAt(piece.row) : null));
    const taken = new Set(models.flatMap((model) => (model && kept.get(model.entry.model.id)) ?? []));
    const free = this.#inOrder().filter((row) => !taken.has(row));
    // its model is not in this list: the focus must not come upon another one
    if (focused && free.includes(focused)) this.#blur();
    const wanted: Element[] = [];
    let gaps = 0;
    for (const [at, piece] of pieces.entries()) {
      const model = models[at];
      if (model) {
        const row = kept.get(model.entry.model.id) ?? free.shift() ?? this.#add();
        row.show(model);
        wanted.push(row.root);
      } else if ("gap" in piece) {
        wanted.push(this.#gap(gaps, piece.gap * height));
        gaps += 1;
      }
    }
    for (const gap of this.#gaps.slice(gaps)) {
      gap.remove();
      this.#places.delete(gap);
    }
    for (const row of free) {
      row.hide();
      wanted.push(row.root);
    }
    this.#arrange(wanted, focused && taken.has(focused) ? focused.root : null);
    return free.length;
  }

  /** All rows, those out of sight, too. */
  get rows(): Iterable<Made> {
    return this.#rows.values();
  }

  /** The row that an element of the page is part of. */
  rowOf(target: EventTarget | null): Made | null {
    const root = target instanceof Element ? target.closest("tr") : null;
    return (root && this.#rows.get(root)) ?? null;
  }

  #focused(): Made | null {
    const { activeElement } = this.#body.ownerDocument;
    return this.#body.contains(activeElement) ? this.rowOf(activeElement) : null;
  }

  #blur(): void {
    const { activeElement } = this.#body.ownerDocument;
    if (activeElement instanceof HTMLElement) activeElement.blur();
  }

  #inOrder(): Made[] {
    const place = (row: Made) => this.#places.get(row.root) ?? Number.POSITIVE_INFINITY;
    return [...this.#rows.values()].sort((one, other) => place(one) - place(other));
  }

  #add(): Made {
    const row = this.#make();
    this.#rows.set(row.root, row);
    return row;
  }

  #gap(at: number, height: number): HTMLElement {
    const gap = this.#gaps[at] ?? element("tr", "", element("td", "p-0"));
    this.#gaps[at] = gap;
    gap.ariaHidden = "true";
    const cell = gap.firstElementChild as HTMLElement;
    cell.style.height = `${height}px`;
    return gap;
  }

  // An element that is moved is laid out anew, and loses the focus: as many as possible stay, and the one that has it does.
  #arrange(wanted: readonly Element[], focused: Element | null): void {
    const place = (child: Element) => this.#places.get(child) ?? -1;
    const fixed = focused ? wanted.indexOf(focused) : -1;
    let greatest = -1;
    let moved = false;
    let before: Element | null = null;
    for (const [at, child] of wanted.entries()) {
      const stays =
        at === fixed || (place(child) > greatest && (at > fixed || place(child) < place(wanted[fixed] as Element)));
      if (stays) greatest = place(child);
      else {
        moved = true;
        if (before) before.after(child);
        else this.#body.prepend(child);
      }
      before = child;
    }
    if (moved) this.#places = new Map([...this.#body.children].map((child, at) => [child, at]));
  }
}
