import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import messages from "../../../messages/en.json";
import { createContainer } from "../../small-document.ts";
import { Markdown } from "../markdown.tsx";
import { blockCorpus } from "./corpus-blocks.ts";
import { inlineCorpus } from "./corpus-inline.ts";

/** An answer on a page, as it grows; `show` gives its markup. */
function mount() {
  const { container, asElement } = createContainer();
  const root = createRoot(asElement);
  const show = (text: string, streaming = true) => {
    flushSync(() =>
      root.render(
        <IntlProvider locale="en" messages={messages} timeZone="UTC">
          <Markdown text={text} streaming={streaming} />
        </IntlProvider>,
      ),
    );
    return container.innerHTML;
  };
  return { container, show, end: () => flushSync(() => root.unmount()) };
}

/** The markup of a text that was never another one. */
function atOnce(text: string, streaming = false): string {
  const { show, end } = mount();
  const html = show(text, streaming);
  end();
  return html;
}

const corpus = { ...blockCorpus, ...inlineCorpus };
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
