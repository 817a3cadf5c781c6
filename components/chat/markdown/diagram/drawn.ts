import type { Picture } from "./sealed-frame.ts";
import type { Scheme } from "./use-scheme.ts";

/** Pictures are kept up to so many characters together. */
const mostCharacters = 20_000_000;

/** By theme and source, the oldest first. */
const kept = new Map<string, Picture | null>();
let characters = 0;

const keyOf = (source: string, scheme: Scheme) => `${scheme} ${source}`;
const sizeOf = (key: string, picture: Picture | null | undefined) => key.length + (picture?.address.length ?? 0);

/** The picture of a source that was drawn lately, without a wait; null where it cannot be drawn, undefined if unknown. */
export function drawnLately(source: string, scheme: Scheme): Picture | null | undefined {
  return kept.get(keyOf(source, scheme));
}

/** Keeps what was drawn: where the same is shown again it is there at once. */
export function keepDrawn(source: string, scheme: Scheme, picture: Picture | null): void {
  forget(keyOf(source, scheme));
  kept.set(keyOf(source, scheme), picture);
  characters += sizeOf(keyOf(source, scheme), picture);
  for (const key of kept.keys()) {
    if (characters <= mostCharacters) break;
    forget(key);
  }
}

function forget(key: string): void {
  if (!kept.has(key)) return;
  characters -= sizeOf(key, kept.get(key));
  kept.delete(key);
}
