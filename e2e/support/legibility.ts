import type { Page } from "@playwright/test";

/**
 * What of a page's text cannot be read: cut off by its box, out of the window, or under another text. Texts that are meant
 * to end in an ellipsis may be cut, and what a scroller holds may be outside of it. With a dialog open only that counts.
 * @returns a line for each fault
 */
export function illegible(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Box = { left: number; top: number; right: number; bottom: number };
    type Text = Box & { element: Element; words: string; layer: Element | null };
    const faults: string[] = [];
    const root = [...document.querySelectorAll("dialog[open], [popover]:popover-open")].at(-1) ?? document.body;
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`);

    const meet = (one: Box, other: Box): Box => ({
      left: Math.max(one.left, other.left),
      top: Math.max(one.top, other.top),
      right: Math.min(one.right, other.right),
      bottom: Math.min(one.bottom, other.bottom),
    });
    const isEmpty = ({ left, top, right, bottom }: Box) => right - left < 1 || bottom - top < 1;
    const isLayer = (element: Element) => {
      const { position, backgroundColor } = getComputedStyle(element);
      return /fixed|sticky|absolute/.test(position) && !/transparent|rgba\(.*, 0\)/.test(backgroundColor);
    };

    // what floats over a list, and a field that takes the presses of what stands around it
    const isAround = (over: Element) => /absolute|fixed/.test(getComputedStyle(over).position);

    const texts: Text[] = [];
    const look = (element: Element, words: string, { left, top, right, bottom }: DOMRect) => {
      let seen: Box = { left, top, right, bottom };
      let layer: Element | null = null;
      for (let around: Element | null = element; around; around = around.parentElement) {
        const style = getComputedStyle(around);
        const box = around.getBoundingClientRect();
        // for screen readers alone
        if (box.width <= 1 && style.position === "absolute") return;
        layer ??= isLayer(around) ? around : null;
        const axes = [
          { name: "x", overflow: style.overflowX, lost: Math.max(box.left - seen.left, seen.right - box.right) },
          { name: "y", overflow: style.overflowY, lost: Math.max(box.top - seen.top, seen.bottom - box.bottom) },
        ];
        for (const { name, overflow, lost } of axes) {
          if (overflow === "visible") continue;
          const shortened = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
          // a line's own box is higher than its letters
          const spare = name === "y" ? 0.2 * (bottom - top) : 1;
          if (/hidden|clip/.test(overflow) && lost > spare && !shortened && !isEmpty(meet(seen, box)))
            faults.push(`cut off (${name}, ${Math.round(lost)} px) by ${around.tagName}.${around.className}: ${words}`);
        }
        if (style.overflowX !== "visible" || style.overflowY !== "visible") seen = meet(seen, box);
        // a scroller shows the rest when it is scrolled, and what is around it has nothing to do with it
        if (isEmpty(seen)) return;
        if (style.position === "fixed") break;
      }
      const outside = Math.max(seen.right - innerWidth, -seen.left);
      if (outside > 1) faults.push(`outside of the window by ${Math.round(outside)} px: ${words}`);
      texts.push({ ...seen, element, words, layer });
      // a button has no text that would lie over this one
      const over = document
        .elementFromPoint(seen.right - 2, (seen.top + seen.bottom) / 2)
        ?.closest("button, a, input, textarea");
      if (over && root.contains(over) && !over.contains(element) && !isAround(over))
        faults.push(`under ${over.tagName} ${over.getAttribute("aria-label") ?? over.textContent}: ${words}`);
    };

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? "";
      if (!element || words === "" || element.closest("script, style, option, noscript, [inert]")) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }))
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) if (line.width >= 1) look(element, words.slice(0, 60), line);
    }

    // the middle of each line: what is above and below it belongs to the space between lines
    const core = ({ left, top, right, bottom }: Box): Box => {
      const quarter = (bottom - top) / 4;
      return { left: left + 1, right: right - 1, top: top + quarter, bottom: bottom - quarter };
    };
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1)) {
        if (one.layer !== other.layer || one.element === other.element) continue;
        if (!isEmpty(meet(core(one), core(other)))) faults.push(`one over the other: ${one.words} | ${other.words}`);
      }
    }
    return [...new Set(faults)];
  });
}
