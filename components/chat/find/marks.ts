import { blockEnd, foldText, placesOf } from "@/lib/conversations/find-schema";
import type { Found } from "./found.ts";

// Marks are laid over the text by the browser (CSS custom highlights): React's elements stay as they are.

const [every, current] = ["find-match", "find-current"];

type At = Found["at"];

/** Marks each place of a folded text in the messages of a list, and one of them as the one that is looked at. */
export function mark(content: HTMLElement, wanted: string, at: At): void {
  if (!("highlights" in CSS)) return;
  const ranges: Range[] = [];
  let looked: Range | undefined;
  for (const article of content.querySelectorAll<HTMLElement>(":scope > article")) {
    const found = rangesIn(article, wanted);
    if (at && article.dataset.messageId === at.messageId) looked = rangeAt(found, at);
    ranges.push(...found);
  }
  CSS.highlights.set(every, new Highlight(...ranges.filter((range) => range !== looked)));
  CSS.highlights.set(current, new Highlight(...(looked ? [looked] : [])));
}

/** Takes the marks away. */
export function unmark(): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete(every);
  CSS.highlights.delete(current);
}

/** Scrolls to a place, so that it stands in the middle; to its message where it is not on the screen as it was found. */
export function bringIntoView(scroller: HTMLElement, content: HTMLElement, wanted: string, at: NonNullable<At>): void {
  const article = content.querySelector<HTMLElement>(`:scope > [data-message-id="${CSS.escape(at.messageId)}"]`);
  const range = article && rangeAt(rangesIn(article, wanted), at);
  if (!range) return;
  // a wide block of code or a table scrolls by itself
  range.startContainer.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const rect = range.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  scroller.scrollTop += (rect.top + rect.bottom) / 2 - (view.top + view.bottom) / 2;
}

const rangeAt = (ranges: Range[], { place }: NonNullable<At>) => ranges[Math.min(place, ranges.length - 1)];

/** What stands around the text of a message, or is not shown. */
const aside = "footer, button, form, details, svg, .sr-only, [aria-hidden='true']";
const blocks = "p, li, h1, h2, h3, h4, h5, h6, pre, td, th, blockquote, div, article";

type Folded = { units: string[]; nodes: Text[]; starts: number[]; ends: number[] };

/** Each place of a folded text in an element. */
function rangesIn(element: HTMLElement, wanted: string): Range[] {
  const { units, nodes, starts, ends } = fold(element);
  return placesOf(units.join(""), wanted).flatMap((place) => {
    const [first, last] = [place, place + wanted.length - 1];
    const [from, to] = [nodes[first], nodes[last]];
    if (!from || !to) return [];
    const range = document.createRange();
    range.setStart(from, starts[first] ?? 0);
    range.setEnd(to, ends[last] ?? 0);
    return [range];
  });
}

// The text of an element, folded, and where each of its characters comes from.
function fold(element: HTMLElement): Folded {
  const folded: Folded = { units: [], nodes: [], starts: [], ends: [] };
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof Element) return node.matches(aside) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    return NodeFilter.FILTER_ACCEPT;
  });
  let block: Element | null | undefined;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement?.closest(blocks);
    if (block && own !== block) put(folded, node as Text, 0, 0, blockEnd);
    block = own;
    // a letter is folded with the marks that it carries
    for (const { 0: letter, index } of (node as Text).data.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
      put(folded, node as Text, index, index + letter.length, foldText(letter));
    }
  }
  return folded;
}

function put(folded: Folded, node: Text, start: number, end: number, text: string): void {
  if (text === " " && [" ", blockEnd].includes(folded.units.at(-1) ?? " ")) return;
  for (let at = 0; at < text.length; at += 1) {
    folded.units.push(text.charAt(at));
    folded.nodes.push(node);
    folded.starts.push(start);
    folded.ends.push(end);
  }
}
