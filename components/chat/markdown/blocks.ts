import { type Definitions, withDefinitions } from "./defined.ts";
import { definitions } from "./lexer.ts";

/** A markdown text as top-level blocks whose sources, joined, are the text again. Only the last one can still change. */
export type Blocks = { sources: string[]; links: Definitions };

/** A list that grows past this many characters is split between items, so that a frame never lexes more. */
const longList = 8_000;

/**
 * Makes a function that splits a growing text into blocks. It remembers what is closed: a text that extends the last
 * one costs only its open tail, and any other text is split anew. The result depends on the text alone.
 *
 * Not splitting is always safe, it only costs time. So it splits only where no markdown construct can reach across:
 * after a blank line, before a line that starts at the margin, outside fences, and not before another item of a list;
 * and before a heading.
 */
export function createSplitter(): (text: string) => Blocks {
  let closed: string[] = [];
  let closedText = "";
  let closedLinks: Definitions = {};
  return (text) => {
    const source = /[\r\0]/.test(text) ? text.replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd") : text;
    if (!source.startsWith(closedText)) {
      closed = [];
      closedText = "";
      closedLinks = {};
    }
    const tail = source.slice(closedText.length);
    const starts = blockStarts(tail);
    const more: string[] = [];
    for (let index = 1; index < starts.length; index++) {
      const block = tail.slice(starts[index - 1], starts[index]);
      const found = definitions(block);
      // a new object only when there is news: blocks compare it
      if (found) closedLinks = withDefinitions(closedLinks, found, closed.length + more.length);
      more.push(block);
    }
    if (more.length > 0) closed = [...closed, ...more];
    const open = tail.slice(starts.at(-1));
    closedText = source.slice(0, source.length - open.length);
    return { sources: open ? [...closed, open] : closed, links: closedLinks };
  };
}

const listMarker = /^( {0,3})([-+*]|(\d{1,9})[.)])([ \t]+|$)/;
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const fenceStart = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;
const headingStart = /^#{1,6}[ \t]/;
const marginStart = /^[^ \t]/;
/** the beginning of a line that may yet become a list marker */
const halfMarker = /^(?:[-+*]|\d{1,9}[.)]?)$/;

/** Offsets at which blocks begin; the first is 0. */
function blockStarts(text: string): number[] {
  const starts = [0];
  let state: ScanState = outside;
  let afterBlank = false;
  let offset = 0;
  while (offset < text.length) {
    const newline = text.indexOf("\n", offset);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(offset, end);
    if (line.trim() === "" && !state.fence) {
      afterBlank = true;
    } else {
      const size = offset - (starts.at(-1) ?? 0);
      const split = size > 0 && mayStart(line, state, afterBlank, newline < 0, size);
      if (split) starts.push(offset);
      // a split inside a long list leaves the list open: its fences and its other items go on
      state = nextState(line, split && !listMarker.test(line) ? outside : state, afterBlank || split || size === 0);
      afterBlank = false;
    }
    offset = end + 1;
  }
  return starts;
}

/** What the lines of the current block so far have left open. */
type ScanState = {
  /** what closes the fence we are in */
  fence: RegExp | null;
  /** a fence at the margin was just closed */
  afterFence: boolean;
  /** column where the content of the current top-level list item begins; 0 outside lists */
  listIndent: number;
  /** the list may be over without a blank line: whose an indented fence is cannot be told from here */
  doubtful: boolean;
  /** an indented fence came in doubt: nothing is split any more */
  sealed: boolean;
};

const outside: ScanState = { fence: null, afterFence: false, listIndent: 0, doubtful: false, sealed: false };

function mayStart(line: string, state: ScanState, afterBlank: boolean, unfinished: boolean, size: number): boolean {
  if (state.fence || state.sealed) return false;
  if (state.afterFence) return true;
  const marker = listMarker.exec(line);
  const inList = state.listIndent > 0;
  if (inList && marker?.[1] === "" && !state.doubtful && size > longList) return true;
  // a heading ends whatever is before it
  if (!inList && headingStart.test(line)) return true;
  if (!afterBlank || !marginStart.test(line)) return false;
  return !inList || !(marker || (unfinished && halfMarker.test(line)));
}

function nextState(line: string, state: ScanState, fresh: boolean): ScanState {
  if (state.sealed) return state;
  if (state.fence) return state.fence.test(line) ? { ...outside, afterFence: true } : state;
  const { listIndent } = state;
  const fence = fenceStart.exec(line);
  const indent = fence?.[1]?.length ?? 0;
  if (fence && (listIndent === 0 || indent < listIndent)) return { ...outside, fence: fenceEnd(fence[2] ?? "") };
  if (fence) return state.doubtful ? { ...state, sealed: true } : state;
  const marker = listMarker.exec(line);
  if (!marker)
    return listIndent > 0 && !fresh && leadingSpaces(line) < listIndent ? { ...state, doubtful: true } : state;
  const markerIndent = (marker[1] ?? "").length;
  // a marker inside the current item belongs to a nested list
  if (listIndent > 0 && markerIndent >= listIndent) return state;
  const gap = (marker[4] ?? "").length;
  const contentIndent = markerIndent + (marker[2] ?? "").length + (gap >= 1 && gap <= 4 ? gap : 1);
  // no list may interrupt a paragraph with another number than 1 or with nothing, and a rule looks like a marker
  const sure = fresh || listIndent > 0 || marker[3] === undefined || marker[3] === "1";
  const empty = line.trimEnd().length === markerIndent + (marker[2] ?? "").length;
  return { ...outside, listIndent: contentIndent, doubtful: state.doubtful || !sure || empty || rule.test(line) };
}

function leadingSpaces(line: string): number {
  return line.startsWith("\t") ? 4 : line.length - line.trimStart().length;
}

/** What closes a fence, as marked reads it. */
function fenceEnd(fence: string): RegExp {
  return new RegExp(`^ {0,3}${fence}[~\`]* *$`);
}
