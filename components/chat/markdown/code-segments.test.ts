import highlighter from "highlight.js/lib/core";
import { expect, test } from "vitest";
import { segmentLines, segmentRuns } from "./code-segments.ts";
import { grammarName } from "./highlight/grammar-name.ts";
import { grammars, within } from "./highlight/languages.ts";
import { readRuns } from "./highlight/runs.ts";

const textOf = (runs: { text: string }[]) => runs.map(({ text }) => text).join("");

test("coloured code is cut where plain code is cut, to the letter", () => {
  for (const code of [
    "",
    "\n",
    "a",
    "a\n",
    "a\nb\n\n",
    "x\n".repeat(39),
    "x\n".repeat(40),
    "\n".repeat(200),
    lines(1000),
  ]) {
    // runs that end anywhere, also in the middle of lines and with many lines in them
    for (const size of [1, 7, 90, 5_000]) {
      const runs = Array.from({ length: Math.ceil(code.length / size) }, (_, index) => ({
        kind: index % 3 === 0 ? "string" : null,
        text: code.slice(index * size, (index + 1) * size),
      }));
      expect(segmentRuns(runs).map(textOf)).toEqual(segmentLines(code));
    }
  }
});

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    index % 7 === 0 ? "" : `const a${index} = "${index}"; // <b>&amp;`,
  ).join("\n");

test("what highlight.js says in any language is read without a letter lost", async () => {
  const samples = [
    lines(60),
    `<a href="x">&lt; ' " & \`</a>\n\${1 < 2 && "b"}`,
    "@Foo def f(x): return -1.5e3 # 文字 😀",
    "--- a\n+++ b\n-x\n+y",
  ];
  for (const [name, load] of Object.entries(grammars)) {
    highlighter.registerLanguage(name, (await load()).default);
  }
  for (const name of Object.keys(grammars)) {
    for (const sample of samples) {
      const { value } = highlighter.highlight(sample, { language: name, ignoreIllegals: true });
      expect(textOf(readRuns(value)), name).toBe(sample);
    }
  }
});

test("things get the colour of their kind", () => {
  const { value } = highlighter.highlight('const a = 1; // note\nlet b = "x";', { language: "typescript" });
  const kindOf = (text: string) => readRuns(value).find((run) => run.text.includes(text))?.kind;
  expect(["const", "1", "note", '"x"', " a"].map(kindOf)).toEqual(["keyword", "number", "comment", "string", null]);
});

test("spellings lead to a grammar", () => {
  expect(["ts", "TSX", "py", "language-js", "sh", "c++", "html", "typescript"].map(grammarName)).toEqual([
    ...["typescript", "typescript", "python", "javascript", "bash", "cpp", "xml", "typescript"],
  ]);
  for (const name of Object.values(within).flat()) expect(Object.keys(grammars)).toContain(name);
  for (const word of ["toString", "__proto__", "constructor", ""])
    expect(Object.keys(grammars)).not.toContain(grammarName(word));
});
