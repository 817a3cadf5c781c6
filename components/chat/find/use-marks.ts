import { type RefObject, useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import type { Found } from "./found.ts";

type Where = {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  goTo: (messageId: string, offset: number) => void;
};

/** Marks follow what changes on the page at most so often, in milliseconds. */
const marksMs = 100;
/** Below the upper edge of the view, in pixels. */
const messageOffset = 80;

/** Marks what is looked for in the messages that are in the page, and goes to the place where the person is. */
export function useMarks(found: Found | null, { scroller, content, goTo }: Where): void {
  const gone = useRef<Found["at"]>(null);
  useEffect(() => {
    const inner = content.current;
    if (!found || !inner) return;
    const { wanted, at } = found;
    let ended = false;
    let clear = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    // what marks is loaded when something is first looked for
    void import("./marks.ts").then(({ mark, unmark, bringIntoView }) => {
      if (ended) return;
      const again = () => {
        timer = undefined;
        mark(inner, wanted, at);
      };
      const observer = new MutationObserver(() => {
        timer ??= setTimeout(again, marksMs);
      });
      observer.observe(inner, { subtree: true, childList: true, characterData: true });
      clear = () => {
        observer.disconnect();
        unmark();
      };
      if (at && gone.current !== at) {
        gone.current = at;
        flushSync(() => goTo(at.messageId, messageOffset));
        if (scroller.current) bringIntoView(scroller.current, inner, wanted, at);
      }
      again();
    });
    return () => {
      ended = true;
      clearTimeout(timer);
      clear();
    };
  }, [found, scroller, content, goTo]);
}
