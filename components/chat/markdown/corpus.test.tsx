import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import messages from "../../../messages/en.json";
import { Markdown } from "../markdown.tsx";
import { createSplitter } from "./blocks.ts";
import { blockCorpus } from "./corpus-blocks.ts";
import { inlineCorpus } from "./corpus-inline.ts";
import { noteCorpus } from "./corpus-notes.ts";
import { atOnce, mount } from "./mounted.tsx";

const corpus = { ...blockCorpus, ...noteCorpus, ...inlineCorpus };

const render = (text: string, streaming = false) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <Markdown text={text} streaming={streaming} />
    </IntlProvider>,
  );

/**
 * What of the markup is structure: the elements of markdown and their text, without the frames around code and tables, and
 * without what ids begin with, which is the answer's own.
 */
function structure(html: string): string {
  return html
    .replace(/^<div class="markdown">|<\/div>$/g, "")
    .replace(/<figcaption.*?<\/figcaption>|<button.*?<\/button>|<svg.*?<\/svg>\u00a0/gs, "")
    .replace(/<\/?(?:figure|section|span)\b[^>]*>/g, "")
    .replace(
      / (?:class|tabindex|scope|target|rel|title|role|aria-label|aria-level|referrerPolicy|type|disabled|readOnly)="[^"]*"/gi,
      "",
    )
    .replace(/((?:id|href)="#?)[^":/]*-(note|mark)-/g, "$1$2-")
    .replace(/<(\w+)([^>]*?)\/>/g, "<$1$2>")
    .replace(/ checked=""/g, " checked")
    .replace(/data-align/g, "align");
}

/** Decoded byte by byte, as a text comes over the wire: at each byte there is what is whole by then. */
function* bytewise(text: string): Generator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let sofar = "";
  for (const byte of new TextEncoder().encode(text)) {
    sofar += decoder.decode(Uint8Array.of(byte), { stream: true });
    yield sofar;
  }
}

describe.each(Object.entries(corpus))("%s", (_name, samples) => {
  test.each(samples)("%j", (text, html) => {
    expect(structure(render(text))).toBe(html);
    // byte by byte: nothing throws, and what has grown has the structure of what is made at once
    const split = createSplitter();
    const { show, end } = mount();
    let before = "";
    for (const sofar of bytewise(text)) {
      if (sofar !== before) show(sofar);
      expect(split(sofar)).toEqual(createSplitter()(sofar));
      before = sofar;
    }
    expect(structure(show(before, false))).toBe(structure(atOnce(text)));
    end();
  });
});

test("what follows changes nothing", () => {
  // a heading ends whatever is before it, but an open fence; definitions are the whole text's
  const samples = Object.entries(corpus)
    .filter(([name]) => !/definitions|footnotes|fenced/i.test(name))
    .flatMap(([, list]) => list);
  for (const [text, html] of samples) expect(structure(render(`${text}\n\n# end`))).toBe(`${html}<h2>end</h2>`);
});

describe("while it streams, no mark is seen that will be gone", () => {
  test.each([
    "some **bold text** and more",
    "some *slanted text* and more",
    "***both*** at once, **a *b* c** and *a **b** c*",
    "~~gone~~ and `code` and ``co`de``",
    'see [the **docs**](https://example.com/a_(b) "title") there',
    "[![badge](https://example.com/i.png)](https://example.com)",
    "an ![image](https://example.com/i.png) here",
    "**[a](https://example.com)** and `x`",
    "- **item**: text\n- [x] done\n- *x*",
    "1. one\n2. two\n3. `three`",
    "| a | **b** |\n|:--|--:|\n| `1` | [c](https://example.com) |\n| ~~2~~ | d |",
    "> **quoted** `text`\n> and *more*",
    "## A **title** with `code`\n\ntext",
    "```js\nlet a;\n```\n\nafter",
    "~~~\nlet a;\n~~~\nafter",
    "~~~~\nlet a;\n~~~~\nafter",
    "````js\nlet a;\n````\nafter",
    "``````\nlet a;\n``````",
    "- item\n  ~~~~~\n  let a;\n  ~~~~~\n- next",
    "> ````\n> let a;\n> ````\n\nafter",
    "a claim.[^1]\n\n[^1]: ````\n    let a;\n    ````\n",
    "text\n\n***\n\ntext",
    "text\n\n---\n\ntext",
    "这是**“重点”。**然后`代码`和*斜体*",
    "a line\nwith **bold** at last",
    "<https://example.com/path> and \\*no\\* emphasis",
    "a claim.[^1]\n\n[^1]: its source",
  ])("%j", (text) => {
    // marks that stay to the end are no marks
    const stays = visible(render(text));
    for (let end = 1; end <= text.length; end++) {
      const shown = visible(render(text.slice(0, end), true));
      for (const mark of shown.match(/\*+|`+|~+|\]\(?|\[|\||<|--+/g) ?? [])
        expect(stays.includes(mark), `${JSON.stringify(text.slice(0, end))} shows ${mark}`).toBe(true);
    }
  });

  test("what is on its way to be a table is one from its first row on, and keeps its columns", () => {
    const text = "| a | b |\n|:-:|--:|\n| 1 | 2 |";
    for (let end = 7; end <= text.length; end++) {
      const html = render(text.slice(0, end), true);
      expect(html.match(/<th\b/g), JSON.stringify(text.slice(0, end))).toHaveLength(2);
    }
  });

  test("a link is one when its address is whole, and not before", () => {
    for (const text of [
      "[a](https://example.com/path) b",
      "<https://example.com/path> b",
      "https://example.com/path b",
      "![a](https://example.com/path) b",
      "[a](<https://example.com/path>) b",
      "www.example.com/path b",
    ]) {
      const address = /href="([^"]*)"/.exec(render(text))?.[1];
      for (let end = 1; end < text.length; end++) {
        for (const [, found] of render(text.slice(0, end), true).matchAll(/href="([^"]*)"/g))
          expect(found).toBe(address);
      }
    }
  });

  test("nothing is taken for begun that is finished", () => {
    for (const text of ["2 * 3", "a_b", "x ~ y", "f(a[0], b)", "**not\n\nclosed", "a | b", "5 * x, 6 * y"])
      expect(render(`${text}.`, true)).toBe(render(`${text}.`));
  });
});

/** What a reader sees: the text without what only names things. */
function visible(html: string): string {
  return structure(html)
    .replace(/<(?:\/?(?:p|li|td|th|h\d|pre|ul|ol|tr|table|blockquote)\b|br)[^>]*>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<");
}
