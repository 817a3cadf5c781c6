import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { expect, test } from "vitest";
import messages from "../../../messages/en.json";
import { Markdown } from "../markdown.tsx";
import { createSplitter } from "./blocks.ts";
import { createOutline } from "./outline.ts";

/** The headings of an answer, each as its text and its level for assistive technology. */
function headings(text: string, streaming = false): [text: string, level: number][] {
  const html = renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <Markdown text={text} streaming={streaming} />
    </IntlProvider>,
  );
  const found = html.matchAll(/<h([2-6])(?: aria-level="(\d)")?>(.*?)<\/h/g);
  return [...found].map(([, tag, level, words = ""]) => [words, Number(level ?? tag)]);
}

test.each([
  ["### a\n\n### b\n\n#### c\n\n### d", [2, 2, 3, 2]],
  ["## a\n\n# b\n\n## c", [2, 2, 3]],
  ["# a\n\n#### b\n\n### c\n\n#### d\n\n###### e\n\n## f", [2, 3, 3, 4, 5, 3]],
  ["# a\n## b\n### c\n#### d\n##### e\n###### f", [2, 3, 4, 5, 6, 6]],
  // within quotes and items, and underlined
  ["- # a\n- ### b\n\n> #### c\n\nd\n---\n\n> e\n> ===", [2, 3, 4, 3, 2]],
  ["```\n# none\n```\n\n### a", [2]],
])("headings are one below the other without a gap: %j", (text, levels) => {
  expect(headings(text).map(([, level]) => level)).toEqual(levels);
});

test("a heading keeps its level while the answer grows", () => {
  const text =
    "### one\n\ntext\n\n- item\n\n  ##### two\n\n- item\n\n#### three\n\n## four\n\nfive\n---\n\n# six\n\nend";
  const levels = new Map(headings(text));
  expect([...levels.values()]).toEqual([2, 3, 3, 2, 2, 2]);
  for (let end = 1; end <= text.length; end++) {
    for (const [words, level] of headings(text.slice(0, end), true)) {
      // a heading of which some words are still to come, or which more marks will make a lower one, is not yet any of them
      if (levels.has(words) && text[end - 1] === "\n") expect(level, text.slice(0, end)).toBe(levels.get(words));
    }
  }
});

test("what a block adds is worked out once, and again for another text", () => {
  const outline = createOutline();
  const split = createSplitter();
  const begun = split("# a\n\n### b\n\n##");
  expect(outline(begun.sources)).toEqual([0, 0b10, 0b1010]);
  expect(outline(split("# a\n\n### b\n\n## c\n\nd").sources)).toEqual([0, 0b10, 0b1010, 0b110]);
  expect(outline(["### b\n\n", "### b\n\n", "d"])).toEqual([0, 0b1000, 0b1000]);
});
