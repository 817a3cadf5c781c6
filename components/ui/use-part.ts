"use client";

import { useState } from "react";
import { useLoadAhead } from "./use-load-ahead.ts";

/** A part of the page that is loaded apart from it. */
type LoadedPart<Part> = {
  /** null until it is there */
  part: Part | null;
  /** it could not be had; `need` asks again */
  failed: boolean;
  need: () => void;
};

/**
 * A part of the page that is loaded ahead, see {@link useLoadAhead}, and asked for when it is needed.
 * @param load the same function with each render
 */
export function usePart<Part>(load: () => Promise<Part>): LoadedPart<Part> {
  // a part may be a function
  const [part, setPart] = useState<{ loaded: Part } | null>(null);
  const [failed, setFailed] = useState(false);
  const [need] = useState(() => () => {
    setFailed(false);
    load().then(
      (loaded) => setPart({ loaded }),
      () => setFailed(true),
    );
  });
  useLoadAhead(load);
  return { part: part?.loaded ?? null, failed, need };
}
