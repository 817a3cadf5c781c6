// More, and worse, than anybody writes (XM-13), and answers that come as no model sends them (PF-19).

const hundred = (unit: string) => unit.repeat(100_000 / unit.length);
const table = `| a | b | c |\n|---|---|---|\n${Array.from({ length: 5000 }, (_, row) => `| ${row} | **x** | \`y\` |`).join("\n")}`;
const code = `\`\`\`js\n${"const value = compute(1, 2);\n".repeat(37_000)}\`\`\``;

/** Answers that are written to be slow: their name, their text, and something of it that can be seen. */
export const hostileTexts: readonly [name: string, text: string, shown: RegExp][] = [
  ["bold", `x${hundred("**")}`, /x\*\*\*\*/],
  ["bold words", hundred("**a "), /\*\*a/],
  ["brackets", hundred("["), /\[\[\[/],
  ["links", hundred("[a]("), /\[a\]\(/],
  ["pipes", hundred("|"), /\|\|\|/],
  ["quotes", hundred("> "), />/],
  ["quoted lines", Array.from({ length: 400 }, (_, depth) => `${"> ".repeat(depth % 250)}x`).join("\n"), /x/],
  ["ticks", hundred("`a "), /a/],
  ["table", table, /x/],
  ["code", code, /compute/],
];

/** Answers that come in pieces of every size and pace: their name, the model that gives them, and their length. */
export const floods = [
  ["one chunk of 5 MB", "local:scenario/big:bytes=5000000", 5_000_000],
  ["100,000 chunks of one byte", "openrouter:scenario/one-byte:count=100000", 100_000],
  ["1,000 chunks a second", "openai:scenario/slow:tokens=3000,delay=1", 16_889],
] as const satisfies readonly [name: string, model: string, length: number][];
