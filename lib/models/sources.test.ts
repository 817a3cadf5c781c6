import { expect, test } from "vitest";
import { readSources, toSource, withSources } from "./sources.ts";

const annotation = (url: unknown, title?: unknown) => ({ type: "url_citation", url_citation: { url, title } });

test("annotations of OpenAI and OpenRouter are read, in a stream and in one piece", () => {
  const annotations = [annotation("https://a.example/x", "A page"), { type: "file_citation" }, null];
  const found = [{ url: "https://a.example/x", title: "A page" }];
  expect(readSources({ choices: [{ delta: { annotations } }] })).toEqual(found);
  expect(readSources({ choices: [{ message: { annotations } }] })).toEqual(found);
});

test("lists of Perplexity's kind are read, the ones with titles first", () => {
  const chunk = {
    citations: ["https://a.example/", "https://b.example/"],
    search_results: [{ title: "B", url: "https://b.example/", date: null }],
  };
  expect(withSources([], readSources(chunk))).toEqual([
    { url: "https://b.example/", title: "B" },
    { url: "https://a.example/", title: "a.example" },
  ]);
});

test("what has another shape is passed over", () => {
  for (const value of [
    null,
    7,
    "x",
    [],
    { choices: 3 },
    { choices: [null, { delta: 1 }, { delta: { annotations: "x" } }] },
  ]) {
    expect(readSources(value)).toEqual([]);
  }
});

test("XM-2 only addresses of the web are sources, without a name and password in them", () => {
  for (const url of [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://a.example",
    "https://",
    "//a.example",
    " https://a",
    7,
  ]) {
    expect(toSource(url, "x"), String(url)).toBeNull();
  }
  expect(toSource("https://user:word@a.example/", "x")).toBeNull();
  expect(toSource(`https://a.example/${"x".repeat(2_000)}`, "x")).toBeNull();
  expect(toSource("HTTPS://A.example", "  two\n lines ")).toEqual({ url: "https://a.example/", title: "two lines" });
  expect(toSource("https://a.example", "x".repeat(999))?.title).toHaveLength(300);
});

test("each page is one source, and there is an end to them", () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ url: `https://a.example/${index % 150}`, title: "x" }));
  const all = withSources([], many);
  expect(all).toHaveLength(100);
  expect(withSources(all, many)).toBe(all);
});
