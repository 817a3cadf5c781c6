import format from "icu-minify/format";
import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import en from "../messages/en.json" with { type: "json" };
import zhCN from "../messages/zh-CN.json" with { type: "json" };
import { compileMessages } from "./compile-messages.ts";

const formatters = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

type Tree = { [key: string]: Tree | string };
const leaves = (tree: Tree, path: string[] = []): [path: string[], text: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[[...path, key], value] as [string[], string]] : leaves(value, [...path, key]),
  );
const at = (tree: object, path: string[]) => path.reduce((inner, key) => (inner as Tree)[key] as object, tree);

/** What stands between the marks of a tag, as both builds hand it over: one text, or its pieces. */
type Tagged = (inner: string | unknown[]) => string;

/** Values for every name that stands in braces, a word that a choice knows or a number, and a handler for every tag. */
function valuesOf(text: string, number: number): Record<string, string | number | Tagged> {
  const names = [...text.matchAll(/\{(\w+)(?:, (\w+),\s*(\w+))?/g)];
  const tags = [...text.matchAll(/<(\w+)>/g)];
  return Object.fromEntries([
    ...names.map(([, name = "", kind, first]) => [name, kind === "select" ? (first ?? "other") : number]),
    ...tags.map(
      ([, name = ""]) => [name, (inner) => `[${name}: ${[inner].flat().join("")}]`] satisfies [string, Tagged],
    ),
  ]);
}

test.each([
  ["en", en],
  ["zh-CN", zhCN],
] as const)("every message of %s says compiled what it says as it is written", (locale, messages) => {
  const compiled = compileMessages(messages);
  const translate = createTranslator({ locale, messages: messages as unknown as Tree });
  const all = leaves(messages as unknown as Tree);
  expect(all.length).toBeGreaterThan(600);
  for (const [path, text] of all) {
    for (const number of [0, 1, 2, 1234]) {
      const values = valuesOf(text, number);
      const expected = translate.markup(path.join(".") as never, values as never);
      expect(format(at(compiled, path) as never, locale, values, { formatters }), text).toBe(expected);
    }
  }
});
