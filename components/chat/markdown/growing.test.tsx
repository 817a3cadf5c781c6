import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "use-intl";
import { describe, expect, test, vi } from "vitest";
import messages from "../../../messages/en.json";
import { createContainer } from "../../small-document.ts";
import { Markdown } from "../markdown.tsx";
import { Printing } from "../printing.ts";
import { Sources } from "../sources.tsx";
import { blockCorpus } from "./corpus-blocks.ts";
import { inlineCorpus } from "./corpus-inline.ts";
import { noteCorpus } from "./corpus-notes.ts";
import { keepDrawn } from "./diagram/drawn.ts";
import { atOnce, mount } from "./mounted.tsx";

/** How often the box of a task was rendered. */
const rendered = vi.hoisted(() => ({ boxes: 0 }));
vi.mock("./task-box.tsx", async (original) => {
  const { TaskBox } = await original<typeof import("./task-box.tsx")>();
  return {
    TaskBox: (props: { checked: boolean }) => {
      rendered.boxes += 1;
      return TaskBox(props);
    },
  };
});

const corpus = { ...blockCorpus, ...noteCorpus, ...inlineCorpus };
// what is read otherwise while it is the end of a text
const ends = [
  "- a https://x.example/y",
  "- claim [1]",
  "1. **begun",
  "- outer\n  - inner [1]",
  "> - quoted [1]",
  "| a |\n| - |\n| [1] |\n| [1]",
];

describe.each(Object.entries({ ...corpus, ends: ends.map((text) => [text]) }))(
  "what has grown is what it would be at once: %s",
  (_name, samples) => {
    test.each(samples)("%j", (text) => {
      const { show, end } = mount();
      for (let length = 1; length < text.length; length++) show(text.slice(0, length));
      for (const more of ["", " ", "\n", "\n\n", "\n\nN", "\n\nNext."]) {
        const begun = text + more;
        expect(show(begun), JSON.stringify(begun)).toBe(atOnce(begun, true));
      }
      expect(show(`${text}\n\nNext.`, false)).toBe(atOnce(`${text}\n\nNext.`));
      end();
    });
  },
);

test.each(ends)("what goes on is as if it had never been the end: %j", (text) => {
  for (const more of [" |\n| more |", "\n- more", "\n2. more", "\n  - more", "\n> - more"]) {
    const { show, end } = mount();
    for (let length = 1; length <= text.length + more.length; length++) {
      const begun = (text + more).slice(0, length);
      expect(show(begun), JSON.stringify(begun)).toBe(atOnce(begun, true));
    }
    expect(show(text + more, false)).toBe(atOnce(text + more));
    end();
  }
});

describe("a definition that comes later", () => {
  const text = "- see [b]\n- plain\n\n| x |\n| - |\n| [b] |\n| plain |\n\n```ts\nlet b;\n```\n\n[b] here";

  test("leaves the elements of what is closed, and leads where it says", () => {
    const { container, show, end } = mount();
    show(`${text}\n\nNext.`);
    const elements = ["li", "tr", "td", "figure", "p"].flatMap((name) => container.all(name));
    expect(container.all("a")).toEqual([]);
    const whole = `${text}\n\nNext.\n\n[b]: https://one.example\n\nThe end.`;
    expect(show(whole)).toBe(atOnce(whole, true));
    expect(container.all("a").map(({ attributes }) => attributes.get("href"))).toEqual(
      Array.from({ length: 3 }, () => "https://one.example/"),
    );
    const kept = ["li", "tr", "td", "figure", "p"].flatMap((name) => container.all(name));
    expect(elements.map((element) => kept.includes(element))).toEqual(elements.map(() => true));
    end();
  });

  test("leads elsewhere in another version of the answer", () => {
    const { show, end } = mount();
    for (const host of ["one", "two"]) {
      const whole = `${text}\n\n[b]: https://${host}.example`;
      expect(show(whole, false)).toBe(atOnce(whole));
    }
    end();
  });
});

test("a footnote is inert until its note is whole, and then the mark and the note lead to each other", () => {
  const { container, show, end } = mount();
  const text = "One[^1], two[^1].\n\nMore.\n\n[^1]: Its source.";
  for (let length = 1; length <= text.length; length++) {
    show(text.slice(0, length));
    expect(container.all("a")).toEqual([]);
  }
  const paragraphs = container.all("p");
  show(text, false);
  const noteId = paragraphs.at(-1)?.attributes.get("id");
  expect(noteId).toMatch(/^\w+-note-1$/);
  // the note is what it was, small, and without its colon
  expect(container.all("p")).toEqual(paragraphs);
  expect(paragraphs.at(-1)?.textContent).toBe("1 Its source.");
  const links = container.all("a").map(({ attributes }) => attributes);
  const markId = links[0]?.get("id");
  expect(markId).toMatch(/^\w+-mark-1$/);
  expect(links.map((link) => [link.get("href"), link.get("id"), link.get("aria-label")])).toEqual([
    [`#${noteId}`, markId, "Footnote 1"],
    [`#${noteId}`, undefined, "Footnote 1"],
    [`#${markId}`, undefined, "Back to where footnote 1 is referred to"],
  ]);
  end();
});

test("what is closed is not rendered while the answer grows", () => {
  const { show, end } = mount();
  const closed = "- [ ] an item\n- [x] another\n\n| a |\n| - |\n| 1 |\n\n1. [ ] the last one, [b]\n\n";
  show(`${closed}Next`);
  rendered.boxes = 0;
  for (const more of [
    " one",
    " one two",
    " one\n\n- [ ] t",
    " one\n\n- [ ] two",
    " one\n\n- [ ] two\n- x",
    "\n\n- [ ] two\n- xy",
  ])
    show(`${closed}Next${more}`);
  // the open list's own, as it comes, as it grows, and once as it is followed
  expect(rendered.boxes).toBeLessThanOrEqual(4);
  end();
});

test("a diagram that was drawn is there at once where it is shown again, in the theme it was drawn for", () => {
  const text = "```mermaid\nflowchart TD\n  A --> B\n```";
  expect(atOnce(text)).not.toContain("<img");
  keepDrawn("flowchart TD\n  A --> B", "dark", { address: "data:dark", width: 10, height: 10 });
  expect(atOnce(text)).not.toContain("<img");
  keepDrawn("flowchart TD\n  A --> B", "light", { address: "data:light", width: 10, height: 10 });
  expect(atOnce(text)).toMatch(/<img [^>]*src="data:light"/);
  keepDrawn("flowchart TD\n  A --> B", "light", null);
  expect(atOnce(text)).toContain("This could not be drawn as a diagram.");
});

test("on paper there are all rows, all sources and all of a huge answer, and nothing to press", () => {
  const table = `| a |\n| - |\n${"| 1 |\n".repeat(450)}`;
  const huge = Array.from({ length: 500 }, (_, index) => `${index} ${"word ".repeat(100)}`).join("\n\n");
  const sources = Array.from({ length: 7 }, (_, index) => ({
    type: "source" as const,
    text: `Source ${index}`,
    url: `https://${index}.example/`,
  }));
  const { container, asElement } = createContainer();
  const root = createRoot(asElement);
  const show = (printing: boolean) =>
    flushSync(() =>
      root.render(
        <IntlProvider locale="en" messages={messages} timeZone="UTC">
          <Printing value={printing}>
            <Markdown text={table} />
            <Markdown text={huge} />
            <Sources parts={sources} />
          </Printing>
        </IntlProvider>,
      ),
    );
  const counts = () => ["tr", "p", "li", "button"].map((name) => container.all(name).length);
  for (const printing of [false, true, false]) {
    show(printing);
    if (printing) expect(counts()).toEqual([451, 500, 7, 0]);
    else expect(counts()).toEqual([201, expect.toSatisfy((count: number) => count > 100 && count < 400), 5, 2]);
  }
  for (const button of container.all("button")) expect(button.attributes.get("class")).toContain("print:hidden");
  flushSync(() => root.unmount());
});
