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

/** Values for every name that stands in braces: a word that a choice knows, or a number. */
function valuesOf(text: string, number: number): Record<string, string | number> {
  const names = [...text.matchAll(/\{(\w+)(?:, (\w+),\s*(\w+))?/g)];
  return Object.fromEntries(
    names.map(([, name = "", kind, first]) => [name, kind === "select" ? (first ?? "other") : number]),
  );
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
      const hasTags = /<\w+>/.test(text);
      if (hasTags) continue;
      const expected = translate(path.join(".") as never, values as never);
      expect(format(at(compiled, path) as never, locale, values, { formatters }), text).toBe(expected);
    }
  }
});
