import type { Links } from "marked";

/** What the link definitions and footnotes of an answer say: the objects around them come and go. */
export const definedBy = (links: Links): string => JSON.stringify(links);

type Read = { source: string; defined: string };

/** Whether a source means what it meant; a definition, rare and mostly last, matters only to what may refer to one. */
export const meansTheSame = (before: Read, after: Read): boolean =>
  before.source === after.source && (before.defined === after.defined || !after.source.includes("["));
