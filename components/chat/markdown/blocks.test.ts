import { expect, test } from "vitest";
import { createSplitter } from "./blocks.ts";
import { lexBlock } from "./lexer.ts";

const sample = `Intro with **bold**.

# Title
Paragraph right below.

1. One

   still one
   \`\`\`js
   let a;

   let b;
   \`\`\`
2. Two
   - nested

     deeper

After the list.

\`\`\`ts
const x = 1;

// a blank line above
\`\`\`
right after

> quote

> another

| a | b |
|---|---|
| 1 | 2 |

- [x] task
- open

[ref]: https://example.com

    indented code

~~~
open fence
`;

test("lexing what came so far, bit by bit, gives what lexing it whole gives", () => {
  const grow = createSplitter();
  for (let end = 0; end <= sample.length; end++) {
    const text = sample.slice(0, end);
    expect(grow(text)).toEqual(createSplitter()(text));
  }
});

test("a closed block never changes again", () => {
  const grow = createSplitter();
  let closed: string[] = [];
  for (let end = 0; end <= sample.length; end += 3) {
    const { sources } = grow(sample.slice(0, end));
    expect(sources.slice(0, closed.length)).toEqual(closed);
    closed = sources.slice(0, -1);
  }
  expect(closed.length).toBeGreaterThan(8);
});

test("links stay the same object until a definition comes", () => {
  const grow = createSplitter();
  const before = grow("a\n\nb\n\nc").links;
  expect(grow("a\n\nb\n\nc\n\nd").links).toBe(before);
  expect(grow("a\n\nb\n\nc\n\n[d]: https://e.example\n\nf").links).toEqual({
    d: expect.objectContaining({ href: "https://e.example" }),
  });
});

test("another text, not grown from the last, is split anew; line ends of Windows are read", () => {
  const split = createSplitter();
  split("one\n\ntwo\n\nthree");
  expect(split("four\r\n\r\nfive").sources).toEqual(["four\n\n", "five"]);
});

test("a long list is split between items, so that one frame never lexes all of it", () => {
  const { sources } = createSplitter()("- an item with some words\n".repeat(2000));
  expect(Math.max(...sources.map((source) => source.length))).toBeLessThan(8_100);
});

// Lines that open, continue and close what markdown has, put together at random: split or whole, the same tokens.
test("blocks lexed alone are what the whole text gives", () => {
  const lines = [
    ..."a|text **b** c|||||- x|- y|  - z|  more|    deep|1. one|2. two|   cont|```|```js|  ```|   ```|~~~|    ```".split(
      "|",
    ),
    ..."> q;> ```;> - l;# h;---;***;* * *;|a|b|;|-|-|;|1|2|;    code;===;* s;+ p;\ttab;10) x;<div>;- ;-;1.".split(";"),
  ];
  const random = seededRandom(20);
  const tokens = (source: string) =>
    lexBlock(source)
      .filter(({ type }) => type !== "space")
      .map(({ raw, ...token }) => token);
  for (let round = 0; round < 3000; round++) {
    const count = 2 + Math.floor(random() * 14);
    const text = Array.from({ length: count }, () => lines[Math.floor(random() * lines.length)]).join("\n");
    const { sources } = createSplitter()(text);
    expect(sources.join("")).toBe(text);
    expect(sources.flatMap(tokens), JSON.stringify(text)).toEqual(tokens(text));
  }
});

/** Mulberry32: the same numbers in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
