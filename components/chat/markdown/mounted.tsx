import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "use-intl";
import messages from "../../../messages/en.json";
import { createContainer } from "../../small-document.ts";
import { Markdown } from "../markdown.tsx";

/** For tests: an answer on a page, as it grows; `show` gives its markup. */
export function mount() {
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
    // no two answers have the same ids
    return container.innerHTML.replace(/_r_\w+?_-/g, "");
  };
  return { container, show, end: () => flushSync(() => root.unmount()) };
}

/** The markup of a text that was never another one. */
export function atOnce(text: string, streaming = false): string {
  const { show, end } = mount();
  const html = show(text, streaming);
  end();
  return html;
}
