"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ModelsView, readView, writeView } from "./view.ts";

/** Browsers refuse an address that changes with every key. */
const typingMs = 300;

/** How a change gets into the address: as a step that "back" undoes, at once without one, or when typing pauses. */
export type Step = "push" | "replace" | "typed";
export type ChangeView = (change: Partial<ModelsView>, step: Step) => void;

/** What the page shows, as the address says; and the way to change both. */
export function useView(): [ModelsView, ChangeView] {
  const params = useSearchParams().toString();
  const [view, setView] = useState(() => readView(params));
  const latest = useRef(view);
  const written = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((next: ModelsView) => {
    clearTimeout(timer.current);
    latest.current = next;
    setView(next);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an address that changes is what this waits for
  useEffect(() => {
    // the address itself may be ahead of what the router tells
    const { search } = window.location;
    if (written.current !== null && search !== written.current) show(readView(search));
    written.current = search;
  }, [params, show]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback<ChangeView>(
    (changed, step) => {
      const merged = { ...latest.current, ...changed };
      show({ ...merged, comparing: merged.comparing && merged.chosen.length > 0 });
      const write = () => {
        const search = writeView(latest.current);
        const address = `${window.location.pathname}${search}`;
        if (step === "push") window.history.pushState(null, "", address);
        else window.history.replaceState(null, "", address);
        written.current = window.location.search;
      };
      if (step === "typed") timer.current = setTimeout(write, typingMs);
      else write();
    },
    [show],
  );
  return [view, change];
}
