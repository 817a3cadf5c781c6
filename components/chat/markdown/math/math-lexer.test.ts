import type { Token } from "marked";
import { expect, test } from "vitest";
import { lexBlock } from "../lexer.ts";
import { asMath, closeMath } from "./math-lexer.ts";

/** The formulas of a text in order: `$` before those on lines of their own. */
function formulas(source: string): string[] {
  const find = (tokens: Token[]): string[] =>
    tokens.flatMap((token) => {
      const math = asMath(token);
      if (math) return [`${math.open ? "…" : ""}${math.display ? "$" : ""}${math.tex}`];
      const { tokens: inner = [], items = [], rows = [] } = token as Record<string, Token[]> & Token;
      return find([...inner, ...items, ...(rows as unknown as Token[][]).flat()] as Token[]);
    });
  return find(lexBlock(source));
}

test.each([
  ["$x$", ["x"]],
  ["a $x_1^2 * y_2$ b $z*$", ["x_1^2 * y_2", "z*"]],
  ["*a $x^*$ b*", ["x^*"]],
  ["**where $x^{**}$ is**", ["x^{**}"]],
  ["\\(a_b\\) and \\(c_d\\)", ["a_b", "c_d"]],
  ["$$x$$", ["$x"]],
  ["so $$x$$ it is", ["$x"]],
  ["text\n$$\na\n- b\n= c\n# d\n$$\nmore", ["$a\n- b\n= c\n# d"]],
  [
    "\\[\n\\begin{aligned}\na &= b \\\\\n + c\n\\end{aligned}\n\\]",
    ["$\\begin{aligned}\na &= b \\\\\n + c\n\\end{aligned}"],
  ],
  ["1. one\n\n   $$\n   x\n   $$\n2. \\(y\\)", ["$x", "y"]],
  ["- $$x$$\n- $y$.", ["$x", "y"]],
  ["| a |\n|---|\n| $x$ |", ["x"]],
  ["> \\[x\\]", ["$x"]],
  ["中文$x$中文，\\(y\\)。", ["x", "y"]],
  ["$2 \\times 3$, $2$, $10^5$, $3x + 1$", ["2 \\times 3", "2", "10^5", "3x + 1"]],
  ["$\\$5$", ["\\$5"]],
  ["[$x$](https://a.example)", ["x"]],
])("%j has formulas", (source, expected) => {
  expect(formulas(source)).toEqual(expected);
});

test.each([
  "$5 and $10",
  "costs $5, or $10.",
  "$5/$10, US$5 and US$10, $5-$10",
  "from $1,000 (or A$) up",
  "$5 million$",
  "一共$5，或者$10。",
  "$5 是$",
  "$HOME/$USER and $PATH",
  "$i++; $j",
  "`$x$` and ``\\(x\\)``",
  "\\$x\\$",
  "$ x $",
  "$$",
  "$$ $$",
  "$",
  "\\(\\)",
  "\\!\\\"\\#\\$\\%\\&\\'\\(\\)\\*\\+\\,\\-\\.\\/\\:\\;\\<\\=\\>\\?\\@\\[\\\\\\]\\^\\_\\`\\{\\|\\}\\~",
  "\\[not a link](/foo)",
  "\\(never closed",
  "$$\nnever closed",
  "```\n$x$\n```",
  "    $$x$$",
  "a$b$c",
])("%j has none", (source) => {
  expect(formulas(source)).toEqual([]);
});

test("emphasis around and beside formulas is what it is without them", () => {
  const [paragraph] = lexBlock("*a* $x$ **b** _c_") as (Token & { tokens: Token[] })[];
  expect(paragraph?.tokens.map(({ type }) => type)).toEqual(["em", "text", "math", "text", "strong", "text", "em"]);
});

test.each([
  ["so \\(x", ["…\\(x"]],
  ["so \\(x\\", ["…\\(x"]],
  ["\\[\n\\frac{a", ["…$\\[\n\\frac{a"]],
  ["$$\nx", ["…$$$\nx"]],
  ["$$\nx\n$", ["…$$$\nx"]],
  ["\\(x\\) and \\(y", ["x", "…\\(y"]],
])("%j is on its way to be one", (source, expected) => {
  expect(formulas(closeMath(source) ?? source)).toEqual(expected);
});

test.each(["so $x", "\\(x\\)", "$$x$$", "`\\(x", "```\n\\(x", "\\\\(x", "plain"])("%j is not", (source) => {
  expect(closeMath(source)).toBeNull();
});

test("a formula that streams is at each moment a formula, text that waits, or one that comes", () => {
  const source = "With \\(a_b\\):\n\n\\[\n\\frac{a}{b}\n\\]\n";
  for (let end = source.indexOf("\\[") + 2; end < source.length; end++) {
    const block = source.slice(source.indexOf("\\["), end);
    expect(formulas(closeMath(block) ?? block).length, block).toBe(1);
  }
});

test("XM-13 a hundred kilobytes of beginnings take no time", () => {
  for (const piece of ["$", "$$", "\\(", "\\[", "$a ", "\\(a", "$$a", "\\[a\n", "\\x$", "$5 "]) {
    const source = piece.repeat(100_000 / piece.length);
    const begin = performance.now();
    lexBlock(source);
    closeMath(source);
    expect(performance.now() - begin, piece).toBeLessThan(2_000);
  }
});
