import highlighter from "highlight.js/lib/core";
import { type Run, segmentRuns } from "../code-segments.ts";
import { grammars, within } from "./languages.ts";
import { readRuns } from "./runs.ts";

// In a thread of its own: whatever a grammar's expressions make of a hostile text, the page goes on.

/** What the page asks for, and what it gets: the coloured segments, or null where the language has no grammar. */
export type HighlightRequest = { number: number; code: string; grammar: string };
export type HighlightResult = { number: number; segments: Run[][] | null };

/** A segment longer than this (minified code) would be thousands of elements in one box: it stays plain. */
const longestSegment = 20_000;

async function load(name: string): Promise<boolean> {
  const grammar = Object.hasOwn(grammars, name) ? grammars[name] : undefined;
  if (!grammar) return false;
  if (!highlighter.getLanguage(name)) highlighter.registerLanguage(name, (await grammar()).default);
  return true;
}

async function highlight({ code, grammar }: HighlightRequest): Promise<Run[][] | null> {
  if (!(await load(grammar))) return null;
  await Promise.all((within[grammar] ?? []).map(load));
  const { value } = highlighter.highlight(code, { language: grammar, ignoreIllegals: true });
  return segmentRuns(readRuns(value)).map((segment) => {
    const text = segment.map((run) => run.text).join("");
    return text.length > longestSegment ? [{ kind: null, text }] : segment;
  });
}

self.addEventListener("message", async ({ data }: MessageEvent<HighlightRequest>) => {
  const segments = await highlight(data).catch(() => null);
  self.postMessage({ number: data.number, segments } satisfies HighlightResult);
});
