/** What a list is scrolled for. */
type Listed = {
  /** what was searched for: another list is shown from its top on */
  question: string;
  /** where each row begins, in pixels, and at the end where the list ends */
  offsets: readonly number[];
  /** the row that is kept in sight; -1 for none */
  activeRow: number;
};

/**
 * What of a list is in sight, in pixels. Where it has to be scrolled to is worked out, and never asked of the page: that
 * would have the page laid out in the middle of a key.
 */
export class ListView {
  top = 0;
  height = 480;
  #listed: Listed | null = null;
  /** where the list is as far as was told */
  #scrolled = 0;

  /** Shows a list, with its active row in sight. */
  show(listed: Listed): void {
    const before = this.#listed;
    this.#listed = listed;
    if (before?.question !== listed.question) this.top = 0;
    else if (before.offsets === listed.offsets && before.activeRow === listed.activeRow) return;
    this.#reveal();
  }

  /** Moves the list to where it has to be, once its rows stand in their places. */
  scroll(element: HTMLElement): void {
    if (this.#scrolled === this.top) return;
    this.#scrolled = this.top;
    element.scrollTop = this.top;
  }

  /** Takes the size of the list: its dialog has none yet when it opens, and another one when a phone's keyboard comes. */
  resize(top: number, height: number): void {
    this.#scrolled = top;
    this.top = top;
    this.height = height;
    this.#reveal();
  }

  /** Takes where the person has scrolled the list to; false when that is where it was. */
  scrolledTo(top: number): boolean {
    if (this.#scrolled === top) return false;
    this.#scrolled = top;
    this.top = top;
    return true;
  }

  // scrolled as little as it takes
  #reveal(): void {
    if (!this.#listed) return;
    const { offsets, activeRow } = this.#listed;
    const above = offsets[activeRow];
    const below = offsets[activeRow + 1];
    if (above === undefined || below === undefined) return;
    // the first option brings its provider's heading into view with it
    const upper = activeRow <= 2 ? 0 : above - 8;
    if (upper < this.top) this.top = upper;
    else if (below + 8 > this.top + this.height) this.top = below + 8 - this.height;
  }
}

/** The row that stands at a height in pixels, by halving: a list may have 50,000. */
export function rowAt(offsets: readonly number[], height: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}
