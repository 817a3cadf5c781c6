import { expect, test } from "vitest";
import en from "../messages/en.json" with { type: "json" };
import zhCN from "../messages/zh-CN.json" with { type: "json" };

type Messages = { [key: string]: string | Messages };

/** Every message under its whole name. */
function sentences(messages: Messages, before = ""): [name: string, sentence: string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value] as [string, string]] : sentences(value, `${before}${key}.`),
  );
}

test("both languages say the same things", () => {
  const names = (messages: Messages) => sentences(messages).map(([name]) => name);
  expect(names(zhCN).sort()).toEqual(names(en).sort());
});

test("in Chinese there is one word for a token, and one for a provider", () => {
  for (const [name, sentence] of sentences(zhCN)) {
    // what stands in braces is filled in
    expect(sentence.replace(/\{\w+/g, ""), name).not.toMatch(/token|令牌|提供商|供应商|提供方/i);
  }
});
