import { useEffect, useState } from "react";
import type { Run } from "./code-segments.ts";

type Highlighter = typeof import("./highlight/highlight.ts");

/** Code is coloured up to so many characters, in whole segments; what follows stays plain. */
const mostCharacters = 100_000;
/** Segments that get their elements in one task. */
const segmentsPerTask = 4;

let loading: Promise<Highlighter> | null = null;
let loaded: Highlighter | null = null;

function load(): Promise<Highlighter> {
  loading ??= import("./highlight/highlight.ts").then((highlighter) => {
    loaded = highlighter;
    return highlighter;
  });
  // a chunk that could not be fetched is tried again by the next block
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/**
 * The coloured segments of code, from the first on; fewer than there are while they come, and for long code.
 * @param segments the plain code in the same segments
 * @param closed nothing more will come: until then the code stays plain
 */
export function useHighlight(segments: readonly string[], language: string, closed: boolean): readonly Run[][] {
  const code = closed && language ? beginning(segments) : "";
  const [found, setFound] = useState<{ code: string; runs: Run[][] } | null>(() => {
    const runs = code === "" ? null : loaded?.highlighted(code, language);
    return runs ? { code, runs } : null;
  });
  const complete = found !== null && found.code === code;
  useEffect(() => {
    if (code === "" || complete) return;
    let gone = false;
    load()
      .then((highlighter) => highlighter.highlight(code, language))
      .then((runs) => {
        if (!gone && runs) setFound({ code, runs });
      })
      .catch(() => {}); // it stays plain
    return () => {
      gone = true;
    };
  }, [code, language, complete]);
  return useStepByStep(complete ? found.runs : nothing);
}

const nothing: Run[][] = [];

/** The whole segments at the beginning that are coloured, as the code that they were. */
function beginning(segments: readonly string[]): string {
  let length = 0;
  let end = 0;
  for (; end < segments.length; end++) {
    length += segments[end]?.length ?? 0;
    if (length > mostCharacters) break;
  }
  if (segments.length === 1) return end === 1 ? (segments[0] ?? "") : "";
  return segments.slice(0, end).map(asWritten).join("\n");
}

// a segment that ends in an empty line has one more line break than it was written with
function asWritten(segment: string): string {
  return segment.endsWith("\n") ? segment.slice(0, -1) : segment;
}

/** Thousands of elements at once would freeze the page: a few segments more at a time. */
function useStepByStep(runs: Run[][]): readonly Run[][] {
  const [step, setStep] = useState({ runs, shown: segmentsPerTask });
  if (step.runs !== runs) setStep({ runs, shown: segmentsPerTask });
  const { shown } = step;
  const unfinished = shown < runs.length;
  useEffect(() => {
    if (!unfinished) return;
    const timer = setTimeout(() => setStep({ runs, shown: shown + segmentsPerTask }), 16);
    return () => clearTimeout(timer);
  }, [runs, shown, unfinished]);
  return unfinished ? runs.slice(0, shown) : runs;
}
