import type { Token } from "marked";

/** Stands for a backtick that begins no code: a symbol, too, so that emphasis beside it is what it was. */
const standIn = "\ufffc";

/**
 * A text with something else in the place of backticks that begin no code, of the same length: marked's rule for the
 * text of a link wants them in pairs. The text itself when there are none.
 */
export function withoutLoneBackticks(text: string): string {
  if (!text.includes("`") || text.includes(standIn)) return text;
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g))
    runs.set(run.length, (runs.get(run.length) ?? []).concat(index));
  let masked = "";
  let end = 0;
  for (const { 0: mark, index } of text.matchAll(/\\[\s\S]|`+/g)) {
    // within code, or escaped
    if (index < end || mark.startsWith("\\")) continue;
    const close = runs.get(mark.length)?.find((start) => start > index);
    masked += text.slice(masked.length, index);
    if (close === undefined) masked += standIn.repeat(mark.length);
    end = (close ?? index) + mark.length;
  }
  return masked + text.slice(masked.length);
}

/** The backticks of {@link withoutLoneBackticks} again in what was made of it. */
export function withBackticks<Found extends Token>(token: Found): Found {
  const back = Object.entries(token).map(([name, value]) => {
    if (typeof value === "string") return [name, value.replaceAll(standIn, "`")];
    return [name, name === "tokens" ? (value as Token[]).map(withBackticks) : value];
  });
  return Object.fromEntries(back) as Found;
}
