/** Stands for a figure that is none: packages refuse a whole chunk for it, and with it an answer that is well. */
const noFigure = -1;

const details = ["prompt_tokens_details", "completion_tokens_details"];

/**
 * A chunk's JSON with a usage report of the shape that the providers' packages insist on: figures are numbers. One that is
 * not becomes a number that no count can be, so that what is absurd stays told from what is missing.
 * @param data an event of a chat completion that is streamed
 */
export function withReadableUsage(data: string): string {
  if (!data.includes('"usage"')) return data;
  let chunk: { usage?: unknown };
  try {
    chunk = JSON.parse(data);
  } catch {
    return data; // the package behind this says what is wrong with it
  }
  const usage = readable(chunk?.usage);
  return usage === chunk?.usage ? data : JSON.stringify({ ...chunk, usage });
}

// the same object when there is nothing to mend
function readable(usage: unknown): unknown {
  if (usage === undefined || usage === null) return usage;
  if (typeof usage !== "object" || Array.isArray(usage)) return null;
  const figures = withFigures(usage);
  const changes = details.flatMap((name) => {
    const detail = (figures as Record<string, unknown>)[name];
    if (detail === undefined || detail === null) return [];
    const mended = typeof detail === "object" && !Array.isArray(detail) ? withFigures(detail) : null;
    return mended === detail ? [] : [[name, mended]];
  });
  return changes.length > 0 ? { ...figures, ...Object.fromEntries(changes) } : figures;
}

function withFigures(report: object): object {
  const bad = Object.entries(report).filter(([name, value]) => name.endsWith("_tokens") && !isFigure(value));
  return bad.length > 0 ? { ...report, ...Object.fromEntries(bad.map(([name]) => [name, noFigure])) } : report;
}

// JSON knows no bounds: 1e400 is infinite here, and would be null when it is written again
function isFigure(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "number" && Number.isFinite(value));
}
