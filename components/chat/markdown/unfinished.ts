import type { Links, Token } from "marked";

/*
 * What the end of a growing text has begun within a line, as tokens that look as it will when the rest has come. Each
 * function takes what is left of the text, from the mark on to its end, and gives undefined when it has no say.
 */

/** An exclamation mark, the text with whole brackets in it, and one that is open, and the bracket at its end. */
const begunLink = /^(!?)\[((?:\\.|\[[^[\]\n]*\]|[^[\]\\\n])*(?:\[[^[\]\n]*(?=$))?)(\])?/;
/** What may yet become a link is longer than this only by mistake. */
const longestLabel = 300;

/** `[text`, `[text]`, `[text](addr`, `[text][ref`: the text alone, as an address that is not whole leads elsewhere. */
export function unfinishedLink(rest: string, links: Links, lex: (label: string, open: boolean) => Token[]) {
  const [begun, bang, label = "", close] = begunLink.exec(rest) ?? [];
  if (begun === undefined || label.length > longestLabel) return undefined;
  if (close === undefined && begun.length < rest.length) return undefined;
  if (label.startsWith("^") && !close) return { type: "text", raw: rest, text: "" };
  const target = rest.slice(begun.length);
  if (target !== "" && !isBegunTarget(target)) return undefined;
  if (target === "" && close && Object.hasOwn(links, label.toLowerCase())) return undefined;
  if (bang) return { type: "image", raw: rest, href: "", title: null, text: label, tokens: lex(label, !close) };
  return { type: "text", raw: rest, text: label, tokens: lex(label, !close) };
}

function isBegunTarget(target: string): boolean {
  if (target.startsWith("[")) return /^\[[^[\]\n]*$/.test(target);
  // an address, and perhaps a title
  if (!/^\([ \t]*(?:<[^<>\n]*>?|[^\s<]\S*)?(?:[ \t]+(?:["'(][^\n]*)?)?$/.test(target)) return false;
  let depth = 0;
  for (const character of target) {
    if (character === "(") depth++;
    if (character === ")" && --depth === 0) return false;
  }
  return true;
}

/** An address in the text, or in angle brackets, that reaches the end: text until it is whole. */
export function unfinishedAddress(rest: string): Token | undefined {
  const begun = /^<((?:[a-z][a-z\d+.-]{1,31}:[^\s<>]*)?|[a-z]{1,6})$/i.exec(rest)?.[1];
  if (begun === undefined || !(begun.includes(":") || isBegunScheme(begun))) return undefined;
  return { type: "text", raw: rest, text: begun };
}

function isBegunScheme(begun: string): boolean {
  return ["https", "mailto"].some((scheme) => scheme.startsWith(begun.toLowerCase()));
}

/** Code whose closing marks have not come, or only in part. */
export function unfinishedCode(rest: string): Token | undefined {
  const code = /^`+([\s\S]*)$/.exec(rest)?.[1]?.replace(/`+$/, "");
  if (code === undefined) return undefined;
  if (code.trim() === "") return { type: "text", raw: rest, text: "" };
  return { type: "codespan", raw: rest, text: code.replace(/\n/g, " ").replace(/^ (?=.*[^ ])/, "") };
}

/** A backslash at the end belongs to what comes next, and a box at the beginning of an item becomes a checkbox. */
export function withoutHalves(source: string): string {
  if (/^\[[ xX]?\]? ?$/.test(source)) return "";
  const backslashes = /\\+$/.exec(source)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? source.slice(0, -1) : source;
}
