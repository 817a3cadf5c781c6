import { createContext, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { hurry } from "./markdown/math/turns.ts";

/** Whether the page is being printed: on paper there is nothing to press, and nothing comes later. */
export const Printing = createContext(false);

/** Whether the page is about to be printed: what is in it then is on the paper. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // the browser takes the page as it is when this returns
    const before = () =>
      flushSync(() => {
        hurry(true);
        setPrinting(true);
      });
    const after = () => {
      hurry(false);
      setPrinting(false);
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
      hurry(false);
    };
  }, []);
  return printing;
}
