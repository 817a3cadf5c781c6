import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chooseLocale, parseTheme } from "./schema.ts";

test("a theme is one that there is, and the system's for anything else", () => {
  expect(["light", "dark", "system"].map(parseTheme)).toEqual(["light", "dark", "system"]);
  for (const wrong of [undefined, "", "Dark", "toString", "light; x"]) expect(parseTheme(wrong)).toBe("system");
});

test("the cookie's language, else the first of the browser's that there is, else English", () => {
  expect(chooseLocale("zh-CN", "en")).toBe("zh-CN");
  expect(chooseLocale("toString", "fr, zh-TW;q=0.8, en;q=0.9")).toBe("en");
  expect(chooseLocale(undefined, "fr, zh-Hant-TW")).toBe("zh-CN");
  expect(chooseLocale(undefined, "en;q=0, fr")).toBe("en");
  expect(chooseLocale(undefined, null)).toBe("en");
});

test("it brings nothing with it: what is shown when a page breaks comes with each page, and reads these cookies", () => {
  expect(readFileSync(new URL("schema.ts", import.meta.url), "utf8")).not.toMatch(/^import |from "/m);
});
