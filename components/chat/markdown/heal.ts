/**
 * Finishes what the last line of a growing text has begun, so that its look does not change when the rest arrives:
 * open bold text and code are closed, a link shows its text while its address is still coming, and a line that may
 * yet become a list item or a rule does not turn the paragraph above it into a heading. Only for showing: the text
 * itself is never changed.
 */
export function heal(source: string): string {
  const start = source.lastIndexOf("\n\n") + 1;
  const head = source.slice(0, start);
  let tail = source.slice(start);
  // Code shows what is there; and a paragraph so long is not worth the search.
  if (tail.length > longestTail || /^[ \t]*(?:`{3}|~{3})/m.test(source)) return source;

  // "text\n-" is on its way to be a list or a rule; until then it would read as a heading
  if (tail.trimStart().includes("\n")) tail = tail.replace(/\n {0,3}(?:-+|=+)[ \t]*$/, "\n");
  tail = tail.replace(/!?\[([^[\]\n]*)\]\([^()\s]*$/, "$1").replace(/!?\[([^[\]\n]*)$/, healLinkText);

  const codeless = tail.replace(/(`+)[^`]+\1(?!`)/g, (code) => " ".repeat(code.length));
  const tick = codeless.lastIndexOf("`");
  if (tick >= 0) return tick === codeless.length - 1 ? head + tail.slice(0, tick) : `${head}${tail}\``;
  return head + healBold(tail, codeless);
}

const longestTail = 4_000;

// A task's box and a footnote's mark are no links.
function healLinkText(whole: string, text: string, offset: number, tail: string): string {
  return /(?:^|\n)\s*(?:[-+*]|\d+[.)])\s+$/.test(tail.slice(0, offset)) || text === "" ? whole : text;
}

function healBold(tail: string, codeless: string): string {
  const lastLine = codeless.slice(codeless.lastIndexOf("\n") + 1);
  const marks = lastLine.match(/\*\*/g)?.length ?? 0;
  if (marks % 2 === 0) return tail;
  const opened = lastLine.lastIndexOf("**");
  const inside = lastLine.slice(opened + 2);
  // nothing after the opening marks yet: they wait unseen
  if (inside.trim() === "") return tail.slice(0, tail.length - lastLine.length + opened);
  if (inside.endsWith("*")) return `${tail}*`;
  return `${tail.trimEnd()}**`;
}
