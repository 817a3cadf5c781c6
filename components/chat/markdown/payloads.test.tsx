import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { expect, test } from "vitest";
import messages from "../../../messages/en.json";
import { Markdown } from "../markdown.tsx";
import { payloads } from "./payloads.ts";

/** Texts as answers, one after the other: whole ones, or such as are being written. */
const render = (texts: readonly string[], streaming = false) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      {texts.map((text) => (
        <Markdown key={text} text={text} streaming={streaming} />
      ))}
    </IntlProvider>,
  );

const element = /<([a-z][a-z0-9]*)((?:\s+[^\s=<>]+(?:="[^"]*")?)*)\s*\/?>/gi;
const known =
  /^(?:a|blockquote|br|button|circle|code|del|div|em|figcaption|figure|h[2-6]|hr|input|li|ol|p|path|pre|rect|section|span|strong|sup|svg|table|tbody|td|th|thead|tr|ul)$/;
const active = /^(?:on|style$|src|action|formaction|poster|ping|data$|xlink)/i;

/** What a browser would find in markup that must not be there: an element, a handler, an address. */
function dangersIn(html: string): string[] {
  const found: string[] = [];
  for (const [whole, name = "", attributes = ""] of html.matchAll(element)) {
    if (!known.test(name)) found.push(whole);
    for (const [, attribute = "", value = ""] of attributes.matchAll(/\s([^\s=]+)(?:="([^"]*)")?/g)) {
      if (active.test(attribute)) found.push(whole);
      if (attribute === "href" && !/^(?:https?:\/\/|mailto:|#\w+-(?:note|mark)-[\w-]+$)/.test(value)) found.push(whole);
      // nothing that a script of the page would look for
      if (attribute === "id" && !/^\w+-note-[\w-]+$/.test(value)) found.push(whole);
    }
  }
  // nor may there be anything that only a browser takes for an element
  if (
    html
      .replace(element, "")
      .replace(/<\/[a-z][a-z0-9]*>/g, "")
      .includes("<")
  )
    found.push(html);
  return found;
}

test("what would be dangerous is found", () => {
  for (const html of ["<img>", '<a href="javascript:x">', '<p onclick="x">', "<p <b>", '<p style="x">', "<ScRipt>"])
    expect(dangersIn(html), html).not.toEqual([]);
});

// in parts, as it is many thousand texts
const parts = Array.from({ length: 6 }, (_, part) => payloads.filter((_, index) => index % 6 === part));

test.each(parts.map((part, index) => [index + 1, part] as const))(
  `XM-1 XM-2 XM-3 XM-5 ${payloads.length} attacks come out inert, whole and cut at every place: part %i of 6`,
  (_, part) => {
    for (const payload of part) {
      expect(dangersIn(render([payload])), payload).toEqual([]);
      const begun = Array.from(payload, (_character, index) => payload.slice(0, index + 1));
      expect(dangersIn(render(begun, true)), payload).toEqual([]);
    }
  },
  120_000,
);

test("XM-1 there are at least 500 of them", () => expect(new Set(payloads).size).toBeGreaterThanOrEqual(500));
