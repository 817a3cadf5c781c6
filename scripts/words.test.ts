import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readFile } from "./read-imports.ts";
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

/** The files that each one imports, or is imported by: they hand each other translators, and the ends of keys. */
function neighbours(): Map<string, Set<string>> {
  const tree = new Map(sources.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
  const near = new Map(sources.map((file) => [file, new Set<string>()]));
  for (const from of sources) {
    for (const { to } of readFile(tree, from).imports) {
      if (to === null || !near.has(to)) continue;
      near.get(from)?.add(to);
      near.get(to)?.add(from);
    }
  }
  return near;
}

/** By group, the files in which the rest of a message's key may stand: those that ask for the group, and the next ones. */
function askingFiles(): Map<string, Set<string>> {
  const near = neighbours();
  const asking = new Map<string, Set<string>>();
  for (const { file, groups } of files)
    for (const group of groups)
      asking.set(group, new Set([...(asking.get(group) ?? []), file, ...(near.get(file) ?? [])]));
  // an error comes from anywhere
  return asking.set("errors", new Set(sources));
}

/** What is called the same in every language; a line of settings, too. */
const names = /^((· )?Switchboard|SHA-256|[A-Z_]+=\S.*)$/;

test("both languages have the same messages, with the same arguments", () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of english) {
    expect(argumentsOf(chinese.get(key) ?? ""), key).toEqual(argumentsOf(text));
  }
});

test("both languages have words for when nothing else is there", () => {
  const words = JSON.parse(readFileSync(path.join(root, "messages/last-resort.json"), "utf8")) as MessageTree;
  const [inEnglish, inChinese] = ["en", "zh-CN"].map((locale) => flatten(words[locale] as MessageTree));
  expect([...(inChinese?.keys() ?? [])]).toEqual([...(inEnglish?.keys() ?? [])]);
  for (const text of [...(inEnglish?.values() ?? []), ...(inChinese?.values() ?? [])]) expect(text.trim()).not.toBe("");
});

test("no message is empty", () => {
  for (const messages of [english, chinese]) {
    for (const [key, text] of messages) expect(text.trim(), key).not.toBe("");
  }
});

test("every message is asked for somewhere", () => {
  const unused = new Set(english.keys());
  for (const [group, asking] of askingFiles()) {
    const inside = group === "" ? "" : `${group}.`;
    const said = files.filter(({ file }) => asking.has(file));
    const literals = new Set(said.flatMap((one) => [...one.literals]));
    // one of nothing but what is put in would be any key
    const patterns = said.flatMap((one) => one.patterns).filter(({ source }) => /[a-z]{3}/.test(source));
    for (const key of unused) {
      const rest = key.slice(inside.length);
      const isUsed = literals.has(rest) || patterns.some((pattern) => pattern.test(rest));
      if (key.startsWith(inside) && isUsed) unused.delete(key);
    }
  }
  expect([...unused]).toEqual([]);
});

test("no component shows a text that is not from the messages", () => {
  const fixed = files.flatMap(({ file, fixed, head }) =>
    [...fixed, ...(file.startsWith("app/") ? head : [])].map(({ line, text }) => ({ where: `${file}:${line}`, text })),
  );
  expect(fixed.filter(({ text }) => !names.test(text))).toEqual([]);
});
