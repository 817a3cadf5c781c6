import type { Links } from "marked";

/** The link definitions of an answer, by their labels, and its footnotes, by `noteKey`. */
export type Definitions = Record<string, Links[string] & { note?: NotePlace }>;

/** The how-manieth note of the answer it is, from 1 on, and in which of its blocks the first with this label is. */
type NotePlace = { number: number; block: number };

/** What another block defines is added: the first definition of a label wins. */
export function withDefinitions(before: Definitions, found: Definitions, block: number): Definitions {
  let number = Object.values(before).filter(({ note }) => note).length;
  const more = Object.entries(found)
    .filter(([label]) => !Object.hasOwn(before, label))
    .map(([label, { note, ...rest }]) => [label, note ? { ...rest, note: { number: ++number, block } } : rest]);
  return { ...Object.fromEntries(more), ...before };
}

/** What the link definitions and footnotes of an answer say: the objects around them come and go. */
export const definedBy = (links: Definitions): string => JSON.stringify(links);

type Read = { source: string; defined: string };

/** Whether a source means what it meant; a definition, rare and mostly last, matters only to what may refer to one. */
export const meansTheSame = (before: Read, after: Read): boolean =>
  before.source === after.source && (before.defined === after.defined || !after.source.includes("["));
