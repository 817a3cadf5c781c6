import { createTranslator } from "use-intl/core";
import { expect, test, vi } from "vitest";
import en from "../messages/en.json" with { type: "json" };
import zhCN from "../messages/zh-CN.json" with { type: "json" };
import { AppError, type ErrorCode, errorMessage, errorStatus, toAppError } from "./errors.ts";

const codes = Object.keys(errorStatus) as ErrorCode[];
const params = {
  field: "title",
  provider: "OpenAI",
  model: "gpt-x",
  host: "x.example",
  seconds: 2,
  minutes: 0,
  limit: 10,
};

test.each(codes)("%s has a whole sentence in both languages", (code) => {
  for (const [locale, messages] of [
    ["en", en],
    ["zh-CN", zhCN],
  ] as const) {
    const failures: unknown[] = [];
    const translate = createTranslator({
      locale,
      messages: messages as typeof en,
      namespace: "errors",
      onError: (error) => failures.push(error),
    });
    const sentence = translate(code, params);
    expect(failures).toEqual([]);
    expect(sentence).toMatch(/[.。]$/);
    expect(sentence).not.toMatch(/[{}]/);
  }
});

test("a sentence needs none of its params", () => {
  for (const code of codes) expect(errorMessage(code)).not.toMatch(/^errors\./);
});

test("the two languages say the same things", () => {
  const keys = (value: object, prefix = ""): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "object" ? keys(inner, `${prefix}${key}.`) : [`${prefix}${key}`],
    );
  expect(keys(zhCN)).toEqual(keys(en));
});

test("what is not ours becomes internal, and tells nothing", () => {
  const error = toAppError(new Error("SELECT * FROM secrets"));
  expect(error.status).toBe(500);
  expect(JSON.stringify(error.body)).not.toContain("secrets");
  expect(toAppError(new AppError("not_found")).code).toBe("not_found");
});

test("an error of another bundle's class is still one of ours", async () => {
  vi.resetModules();
  const { AppError: OtherAppError } = await import("./errors.ts");
  expect(OtherAppError).not.toBe(AppError);
  expect(toAppError(new OtherAppError("database_unavailable")).status).toBe(503);
  expect(new Error("x") instanceof AppError).toBe(false);
});
