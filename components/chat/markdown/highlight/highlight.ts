import type { Run } from "../code-segments.ts";
import { grammarName } from "./grammar-name.ts";
import type { HighlightRequest, HighlightResult } from "./worker.ts";

/** A block that takes longer than this stays plain. */
const longestMs = 10_000;
/** The thread is given up when nobody has asked for so long. */
const idleMs = 60_000;
/** What was coloured is kept, for blocks that come into view again: so many characters of code. */
const mostKept = 1_000_000;

type Job = { request: HighlightRequest; done: (segments: Run[][] | null) => void };

const kept = new Map<string, Run[][] | null>();
let keptLength = 0;
const waiting: Job[] = [];
let current: Job | null = null;
let worker: Worker | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;

/** What is known of a block without asking: its coloured segments, null for one that stays plain, else undefined. */
export function highlighted(code: string, language: string): Run[][] | null | undefined {
  return kept.get(keyOf(code, language));
}

/** Colours code in another thread, one block after the other. Null where the language is not known, or it took too long. */
export function highlight(code: string, language: string): Promise<Run[][] | null> {
  const key = keyOf(code, language);
  return new Promise((resolve) => {
    const request = { number: ++count, code, grammar: grammarName(language) };
    const done = (segments: Run[][] | null) => {
      keep(key, segments);
      resolve(segments);
    };
    waiting.push({ request, done });
    next();
  });
}

const keyOf = (code: string, language: string) => `${language}\n${code}`;

function keep(key: string, segments: Run[][] | null): void {
  if (kept.has(key)) return;
  kept.set(key, segments);
  keptLength += key.length;
  for (const oldest of kept.keys()) {
    if (keptLength <= mostKept) break;
    kept.delete(oldest);
    keptLength -= oldest.length;
  }
}

function next(): void {
  if (current) return;
  clearTimeout(timer);
  current = waiting.shift() ?? null;
  if (!current) {
    timer = setTimeout(giveUp, idleMs);
    return;
  }
  worker ??= startWorker();
  worker.postMessage(current.request);
  timer = setTimeout(() => {
    giveUp();
    finish(null);
  }, longestMs);
}

function startWorker(): Worker {
  const started = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<HighlightResult>) => {
    if (data.number === current?.request.number) finish(data.segments);
  });
  // it could not be loaded, or died: the code stays plain
  started.addEventListener("error", () => {
    if (worker !== started) return;
    giveUp();
    finish(null);
  });
  return started;
}

function giveUp(): void {
  worker?.terminate();
  worker = null;
}

function finish(segments: Run[][] | null): void {
  const ended = current;
  current = null;
  ended?.done(segments);
  next();
}
