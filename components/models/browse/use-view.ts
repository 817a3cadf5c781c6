"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ModelsView, readView, writeView } from "./view.ts";

/** Browsers refuse an address that changes with every key. */
const typingMs = 300;

/** How a change gets into the address: as a step that "back" undoes, at once without one, or when typing pauses. */
export type Step = "push" | "replace" | "typed";
export type ChangeView = (change: Partial<ModelsView>, step: Step) => void;

/**
 * What the page shows, as the address says; and the way to change both. The router is not told: it would render the
 * whole page for each change, ask the server for it again after a reload, and has been seen to stand still for good when
 * two such steps are gone back quickly.
 */
export function useView(): [ModelsView, ChangeView] {
  const params = useSearchParams().toString();
  const [view, setView] = useState(() => readView(params));
  const latest = useRef(view);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((next: ModelsView) => {
    clearTimeout(timer.current);
    latest.current = next;
    setView(next);
  }, []);
  useEffect(() => {
    const path = window.location.pathname;
    const onPop = (event: PopStateEvent) => {
      if (window.location.pathname !== path) return;
      event.stopImmediatePropagation();
      show(readView(window.location.search));
    };
    window.addEventListener("popstate", onPop, { capture: true });
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener("popstate", onPop, { capture: true });
    };
  }, [show]);

  const change = useCallback<ChangeView>(
    (changed, step) => {
      const merged = { ...latest.current, ...changed };
      show({ ...merged, comparing: merged.comparing && merged.chosen.length > 0 });
      const write = () => writeAddress(writeView(latest.current), step);
      if (step === "typed") timer.current = setTimeout(write, typingMs);
      else write();
    },
    [show],
  );
  return [view, change];
}

// the router's own state stays with the entry: it knows the page by it when it comes back from another one
function writeAddress(search: string, step: Step): void {
  const { history, location } = window;
  const write = step === "push" ? History.prototype.pushState : History.prototype.replaceState;
  write.call(history, history.state, "", `${location.pathname}${search}`);
}
