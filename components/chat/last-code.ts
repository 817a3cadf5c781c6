/** The last block of code in a markdown text, without its fence; null for none. One that is not closed yet counts. */
export function lastCode(markdown: string): string | null {
  let last: string | null = null;
  let open: { fence: string; indent: number; lines: string[] } | null = null;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    if (open) {
      const closing = /^[ \t]*(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1] ?? "";
      if (closing[0] === open.fence[0] && closing.length >= open.fence.length) {
        last = open.lines.join("\n");
        open = null;
      } else open.lines.push(line.replace(new RegExp(`^ {0,${open.indent}}`), ""));
      continue;
    }
    // in a list it stands further in; in a fence of backticks the language holds none
    const [, indent = "", fence = ""] = /^([ \t]*)(`{3,}(?=[^`]*$)|~{3,})/.exec(line) ?? [];
    if (fence !== "") open = { fence, indent: indent.length, lines: [] };
  }
  return open ? open.lines.join("\n") : last;
}
