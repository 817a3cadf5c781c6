import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeStorage } from "./fake-page.ts";
import { Kept, sweepKept } from "./kept.ts";

const month = 30 * 24 * 60 * 60 * 1000;
const kept = (owner = "ada") => new Kept<string>("draft", owner, () => {});

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal("localStorage", new FakeStorage());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what nobody came back for within a month is found no more", () => {
  kept().put("c", "a draft");
  vi.setSystemTime(month);
  expect(kept().get("c")).toBe("a draft");
  vi.setSystemTime(month + 1);
  expect(kept().get("c")).toBeNull();
  expect(Object.keys(localStorage)).toEqual([]);
});

test("a page that begins throws away all of that, whomever it is, and nothing else", () => {
  kept().put("old", "a draft");
  kept("bob").put("bob's", "a draft");
  localStorage.setItem("switchboard.wrap", "true");
  localStorage.setItem("switchboard.nonsense", "{");
  localStorage.setItem("another.site", '{"at":0}');
  vi.setSystemTime(month + 1);
  kept().put("new", "a draft");
  sweepKept();
  expect(Object.keys(localStorage).sort()).toEqual([
    "another.site",
    "switchboard.draft.new",
    "switchboard.nonsense",
    "switchboard.wrap",
  ]);
});
