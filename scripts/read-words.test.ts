import { expect, test } from "vitest";
import { readWords } from "./read-words.ts";

/** The texts that a component would show without asking for them. */
const fixed = (source: string) => readWords("some.tsx", source).fixed.map(({ text }) => text);

test.each([
  ["a text", "const a = <p>One</p>;"],
  ["a literal", 'const a = <p>{"One"}</p>;'],
  ["either of two", 'const a = <p>{b ? "One" : <i />}</p>;'],
  ["an attribute", 'const a = <p title="One" />;'],
  ["the text of an element", 'element.textContent = "One";'],
  ["the text of an element, put together", "element.textContent = `One $" + "{count}`;"],
  ["a tooltip", 'this.#star.title = "One";'],
  ["a label", 'element.ariaLabel = b ? "One" : null;'],
  ["a placeholder", 'field.placeholder = "One";'],
  ["setText", 'setText(element, "One");'],
  ["setAttribute", 'setAttribute(element, "aria-label", "One");'],
  ["setAttribute, with a condition", 'setAttribute(element, "title", b ? "One" : null);'],
  ["an element's own setAttribute", 'element.setAttribute("placeholder", "One");'],
  ["that of a row", 'this.attribute("alt", "One");'],
  ["append", 'list.append(item, "One");'],
  ["append, somewhere in an object", 'this.#box.append("One");'],
  ["another way to add", 'list.replaceChildren("One");'],
  ["a text node", 'document.createTextNode("One");'],
  ["an element with its children", 'element("span", "text-accent", "One");'],
  ["map", 'const a = <p>{all.map(() => "One")}</p>;'],
  ["map, with a body", 'const a = <p>{all.map((b) => { if (b) return "One"; return null; })}</p>;'],
  ["map, with a function", 'const a = <p>{all.filter(Boolean).map(function () { return "One"; })}</p>;'],
  ["a list", 'const a = <p>{["One", <i key="b" />]}</p>;'],
  ["a constant", 'const word = "One";\nconst a = <p>{word}</p>;'],
  ["a constant of others", 'export const word = "One" as const;\nconst a = <p>{b && word}</p>;'],
  ["a constant that names a constant", 'const one = "One";\nconst word = one;\nconst a = <p aria-label={word} />;'],
])("%s is seen", (_kind, source) => expect(fixed(source)).toEqual([expect.stringMatching(/^One/)]));

test.each([
  ["what is asked for", 'element.textContent = translate("one");\nsetText(element, translate("one"));'],
  ["what is not shown", 'element.className = "one";\nsetAttribute(element, "data-state", "one");'],
  ["classes of an element", 'element("span", "text-accent");'],
  ["pairs", 'form.append("one", "two");\nurl.searchParams.append("one", "two");\nheaders.append("One", "two");'],
  ["pairs of anything", 'written.append("one", id);'],
  ["signs", 'element.textContent = " · ";\nlist.append("–");'],
  ["what map gives to code", 'const words = all.map(() => "one");'],
  ["a constant that is not shown", 'const word = "one";\nconst a = <p className={word}>{other}</p>;'],
  ["constants that stand for each other", "const one = two;\nconst two = one;\nconst a = <p>{one}</p>;"],
])("%s is none", (_kind, source) => expect(fixed(source)).toEqual([]));

test("a text that is shown twice is told once, where it stands", () => {
  const source = 'const word = "One";\n\nconst a = <p title={word}>{word}</p>;';
  expect(readWords("some.tsx", source).fixed).toEqual([{ line: 1, text: "One" }]);
});
