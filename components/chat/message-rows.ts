import { type MessageView, messageText } from "@/lib/conversations/schema";

// Which messages of a long conversation are in the page: those near the view, and empty space as high as the others. A
// place is a message's number from the beginning of the conversation, whether what comes before it is here or not: it
// stays the same while earlier and later messages come.

/** The messages that are here. */
export type Path = {
  messages: readonly MessageView[];
  /** the place of the first one */
  first: number;
};

/** Places from `from` up to, and without, `to`; `to` is Infinity for all up to the end. */
export type Stretch = { from: number; to: number };

/** A message, or the space of some that are not in the page, in pixels. */
export type Row = { message: MessageView } | { gap: number; key: string };

/** By what a message is known in the list: by its place in the tree, which its versions share. */
export const keyOf = (message: MessageView) => message.parentId ?? "first";

/** How high messages are, in pixels: as they were seen last, else about. */
export class Heights {
  readonly #seen = new Map<string, number>();
  readonly #guessed = new WeakMap<MessageView, number>();

  note(message: MessageView, height: number): void {
    this.#seen.set(keyOf(message), height);
  }

  of(message: MessageView): number {
    return this.#seen.get(keyOf(message)) ?? this.#guess(message);
  }

  #guess(message: MessageView): number {
    let guess = this.#guessed.get(message);
    if (guess === undefined) {
      guess = guessHeight(message);
      this.#guessed.set(message, guess);
    }
    return guess;
  }
}

function guessHeight({ role, parts }: MessageView): number {
  const text = messageText(parts);
  const lines = text.length / (role === "user" ? 60 : 80) + (text.match(/\n/g)?.length ?? 0);
  return 80 + 26 * lines;
}

/** So much of the end is in the page at first, in pixels: more than a screen of most. */
const firstHeight = 2_600;
/** At least, and at most, so many messages. */
const [leastFirst, mostFirst] = [6, 40];

/** The end of a path. */
export function endOf({ messages, first }: Path, heights: Heights): Stretch {
  let from = messages.length;
  for (let height = 0; from > 0; from -= 1) {
    const shown = messages.length - from;
    if (shown >= mostFirst || (shown >= leastFirst && height >= firstHeight)) break;
    height += heights.of(messages[from - 1] as MessageView);
  }
  return { from: first + from, to: Number.POSITIVE_INFINITY };
}

/** So many messages are put into the page at once when it is printed, at most. */
const mostPrinted = 1_000;

/** What is printed of a path: what is here of it, up to a limit. */
export function printedOf({ messages, first }: Path): Stretch {
  return { from: first + Math.max(0, messages.length - mostPrinted), to: Number.POSITIVE_INFINITY };
}

/** The messages around one, on either side so many pixels. */
export function around(path: Path, place: number, heights: Heights, margin: number): Stretch {
  const { messages, first } = path;
  const center = place - first;
  let [from, to] = [center, center + 1];
  for (let left = margin; from > 0 && left > 0; from -= 1) left -= heights.of(messages[from - 1] as MessageView);
  for (let left = margin; to < messages.length && left > 0; to += 1) left -= heights.of(messages[to] as MessageView);
  return stretch(path, from, to);
}

/**
 * The messages that are seen, and so many pixels more on either side.
 * @param bottom where the last message ends, in pixels below the upper edge of the view
 * @param view how high the view is
 * @returns null where there is none
 */
export function near(path: Path, bottom: number, view: number, heights: Heights, margin: number): Stretch | null {
  const { messages } = path;
  let to = 0;
  let from = messages.length;
  for (let end = bottom; from > 0 && end > -margin; from -= 1) {
    if (end - heights.of(messages[from - 1] as MessageView) < view + margin && to === 0) to = from;
    end -= heights.of(messages[from - 1] as MessageView);
  }
  return to === 0 ? null : stretch(path, from, to);
}

function stretch({ messages, first }: Path, from: number, to: number): Stretch {
  return { from: first + from, to: to === messages.length ? Number.POSITIVE_INFINITY : first + to };
}

/** Near a view there are never so many messages, however short. */
const mostNear = 200;

/** A stretch that has something of the path, and not too much where that has become another one. */
export function within({ from, to }: Stretch, path: Path, heights: Heights): Stretch {
  const end = path.first + path.messages.length;
  if (from >= end || to <= path.first) return endOf(path, heights);
  return Math.min(to, end) - Math.max(from, path.first) > mostNear ? { from, to: from + mostFirst } : { from, to };
}

/**
 * The rows of a list that has a stretch in the page.
 * @param pinned messages that are in the page wherever they are
 * @param above whether there is space for what comes before the first of them
 */
export function rowsOf(
  { messages, first }: Path,
  { from, to }: Stretch,
  heights: Heights,
  { pinned, above }: { pinned: ReadonlySet<string>; above: boolean },
): Row[] {
  const rows: Row[] = [];
  let gap = 0;
  for (const [index, message] of messages.entries()) {
    const isIn = (first + index >= from && first + index < to) || pinned.has(message.id);
    if (!isIn) gap += heights.of(message);
    if (!isIn && index < messages.length - 1) continue;
    if (gap > 0 && (rows.length > 0 || above)) rows.push({ gap, key: `before ${keyOf(message)}` });
    gap = 0;
    if (isIn) rows.push({ message });
  }
  return rows;
}
