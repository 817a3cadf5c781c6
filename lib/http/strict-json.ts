/** Deepest nesting of a body; ours need five. */
const maxDepth = 64;

/**
 * Parses JSON as `JSON.parse` does, but refuses what it lets pass: an object with the same key twice (who checked
 * the first and who uses the second?), nesting without end, and half of a character (`"\ud83d"`), which no database
 * stores as it is.
 * @throws SyntaxError
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  refuseOddities(text);
  return value;
}

// The text is valid JSON here, so a scan over its strings and brackets is enough. It keeps a set of keys per open
// object and null per open array, and no recursion.
function refuseOddities(text: string): void {
  const open: (Set<string> | null)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const found = match[0];
    if (found === "{" || found === "[") {
      if (open.push(found === "{" ? new Set() : null) > maxDepth) throw new SyntaxError("nested too deeply");
    } else if (found === "}" || found === "]") {
      open.pop();
    } else {
      if (/\\u[dD][89a-fA-F]/.test(found) && !(JSON.parse(found) as string).isWellFormed()) {
        throw new SyntaxError("half of a character");
      }
      const keys = open.at(-1);
      if (!keys || !isKey(text, token.lastIndex)) continue;
      const key = JSON.parse(found) as string;
      if (keys.has(key)) throw new SyntaxError("duplicate key");
      keys.add(key);
    }
  }
}

function isKey(text: string, end: number): boolean {
  let index = end;
  while (/\s/.test(text[index] ?? "")) index += 1;
  return text[index] === ":";
}
