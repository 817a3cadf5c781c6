import { StreamProviderError } from "ai";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { classifyEnding, nothingSeen, type Seen } from "./ending.ts";

const model = { id: "p:m", model: "m", provider: { name: "P", host: "p.example" } } as ResolvedModel;

function ending(seen: Partial<Seen>, reason?: unknown) {
  const controller = new AbortController();
  if (reason !== undefined) controller.abort(reason);
  const { status, error } = classifyEnding({ ...nothingSeen, ...seen }, model, controller.signal);
  return [status, error?.code ?? null];
}
const unavailable = new StreamProviderError({ message: "x", statusCode: 502, data: { code: 502, message: "x" } });
const text = { begun: true, hasText: true };
const thoughts = { begun: true };

test.each<[string, Partial<Seen>, string, string | null]>([
  ["a whole answer", { ...text, finishReason: "stop" }, "complete", null],
  ["PF-18 one that met the limit", { ...text, finishReason: "length" }, "complete", null],
  ["PF-17 filtered with text", { ...text, finishReason: "content-filter" }, "complete", null],
  ["PF-17 filtered without", { finishReason: "content-filter" }, "failed", "content_filtered"],
  ["PF-16 nothing", { finishReason: "stop" }, "failed", "answer_empty"],
  ["PF-16 nothing but thoughts", { ...thoughts, finishReason: "stop" }, "failed", "answer_empty"],
  ["PF-12 no reason", text, "interrupted", "provider_cut"],
  ["PF-12 no reason and no text", {}, "failed", "provider_cut"],
  ["PF-12 a reason that is none", { ...text, finishReason: "other" }, "interrupted", "provider_cut"],
  ["PF-13 terminated", { ...text, error: new TypeError("terminated") }, "interrupted", "provider_cut"],
  ["PF-13 terminated before the first word", { error: new TypeError("terminated") }, "failed", "provider_cut"],
  ["PF-11 an error", { ...text, error: new Error("x") }, "failed", "provider_failed"],
  ["PF-11 an error of the provider's", { ...text, error: unavailable }, "failed", "provider_failed"],
  ["PF-7 the same before the first word", { error: unavailable }, "failed", "provider_unavailable"],
])("%s", (_, seen, status, code) => {
  expect(ending(seen)).toEqual([status, code]);
});

test("what ended it counts, whatever was seen then", () => {
  const late = new AppError("turn_time_limit", { seconds: 1 });
  expect(ending({ ...text, error: new Error("x") }, "stop")).toEqual(["stopped", null]);
  expect(ending(text, late)).toEqual(["interrupted", "turn_time_limit"]);
  expect(ending({}, late)).toEqual(["failed", "turn_time_limit"]);
  expect(ending(text, "shutdown")).toEqual(["interrupted", "turn_orphaned"]);
});
