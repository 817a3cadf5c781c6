import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { argumentsOf, flatten, type MessageTree, readWords } from "./read-words.ts";

const root = path.resolve(import.meta.dirname, "..");
const read = (locale: string) =>
  flatten(JSON.parse(readFileSync(path.join(root, `messages/${locale}.json`), "utf8")) as MessageTree);
const english = read("en");
const chinese = read("zh-CN");

const sources = ["app", "components", "lib"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|generated|\.d\.ts/.test(file));
const files = sources.map((file) => ({ file, ...readWords(path.join(root, file)) }));

/** What is called the same in every language. */
const names = /^(Switchboard|SHA-256|OPENAI_API_KEY=sk-\.\.\.)$/;

test("both languages have the same messages, with the same arguments", () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of english) {
    expect(argumentsOf(chinese.get(key) ?? ""), key).toEqual(argumentsOf(text));
  }
});

test("no message is empty", () => {
  for (const messages of [english, chinese]) {
    for (const [key, text] of messages) expect(text.trim(), key).not.toBe("");
  }
});

test("every message is asked for somewhere", () => {
  const literals = new Set(files.flatMap(({ literals }) => [...literals]));
  // one of nothing but what is put in would be any key
  const patterns = files.flatMap(({ patterns }) => patterns).filter(({ source }) => /[a-z]{3}/.test(source));
  // a component asks for a group, and for the rest of the key in it
  const isUsed = (key: string) => {
    const parts = key.split(".");
    return parts.some((_, at) => {
      const group = parts.slice(0, at).join(".");
      const rest = parts.slice(at).join(".");
      const asked = literals.has(rest) || patterns.some((pattern) => pattern.test(rest));
      return asked && (at === 0 || literals.has(group));
    });
  };
  expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
});

test("no component shows a text that is not from the messages", () => {
  const fixed = files.flatMap(({ file, fixed }) => fixed.map(({ line, text }) => ({ where: `${file}:${line}`, text })));
  expect(fixed.filter(({ text }) => !names.test(text))).toEqual([]);
});
