/** In step with the height of `.code-lines` in globals.css. */
export const linesPerSegment = 40;

/** A stretch of code in one colour; null for the colour of plain text. */
export type Run = { kind: string | null; text: string };

/** Code as the texts of boxes of forty lines each; short code is one box. */
export function segmentLines(code: string): string[] {
  const lines = code.split("\n");
  if (lines.length <= linesPerSegment) return [code];
  const segments: string[] = [];
  for (let start = 0; start < lines.length; start += linesPerSegment) {
    segments.push(withLastLine(lines.slice(start, start + linesPerSegment).join("\n")));
  }
  return segments;
}

// a box of only empty lines, or one that ends in an empty line, would lose that line's height
function withLastLine(text: string): string {
  return text.endsWith("\n") || text === "" ? `${text}\n` : text;
}

/** Coloured code cut in the same places: the texts of each list's runs, joined, are the segment. */
export function segmentRuns(runs: readonly Run[]): Run[][] {
  const segments: Run[][] = [[]];
  let line = 0;
  for (const { kind, text } of runs) {
    let begin = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", begin)) {
      line += 1;
      const full = line % linesPerSegment === 0;
      add(segments, kind, text.slice(begin, full ? end : end + 1));
      if (full) segments.push([]);
      begin = end + 1;
    }
    add(segments, kind, text.slice(begin));
  }
  if (segments.length === 1) return segments;
  return segments.map((segment) => {
    const text = segment.map((run) => run.text).join("");
    return withLastLine(text) === text ? segment : [...segment, { kind: null, text: "\n" }];
  });
}

function add(segments: Run[][], kind: string | null, text: string): void {
  if (text === "") return;
  const segment = segments.at(-1) as Run[];
  const last = segment.at(-1);
  // the lines of one comment are one run
  if (last && last.kind === kind) segment[segment.length - 1] = { kind, text: last.text + text };
  else segment.push({ kind, text });
}
