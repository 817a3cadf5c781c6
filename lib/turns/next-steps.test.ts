import { expect, test } from "vitest";
import type { MessageView } from "../conversations/schema.ts";
import { type ErrorCode, errorStatus } from "../errors.ts";
import { nextSteps } from "./schema.ts";

const said = [{ type: "text" as const, text: "w0" }];
type Ended = Pick<MessageView, "status" | "finishReason" | "error" | "parts">;

const steps = (answer: Partial<Ended>) =>
  nextSteps({ status: "failed", finishReason: null, error: null, parts: [], ...answer }).map(({ does }) => does);
const failed = (code: ErrorCode, params = {}) => steps({ error: { code, params } });

test.each<[string, ErrorCode, string[]]>([
  ["PF-1", "provider_key_refused", ["choose-model"]],
  ["PF-2", "provider_no_credit", ["choose-model"]],
  ["PF-3", "provider_model_missing", ["choose-model"]],
  ["PF-4, PF-7", "provider_unavailable", ["retry", "choose-model"]],
  ["PF-5", "context_too_long", ["choose-model", "new-chat"]],
  ["PF-6", "provider_rate_limited", ["retry", "choose-model"]],
  ["PF-8", "provider_connection_refused", ["retry", "choose-model"]],
  ["PF-8", "provider_certificate_expired", ["choose-model", "retry"]],
  ["PF-9", "provider_timeout", ["retry", "choose-model"]],
  ["PF-16", "answer_empty", ["retry", "choose-model"]],
  ["PF-17", "content_filtered", ["choose-model"]],
])("%s after %s: %j", (_, code, expected) => {
  expect(failed(code)).toEqual(expected);
});

test("PF-6 a wait comes first, with its end", () => {
  const error = { code: "provider_rate_limited" as const, params: { seconds: 3600, retryAt: 1_770_000_000_000 } };
  expect(nextSteps({ status: "failed", finishReason: null, error, parts: [] })).toEqual([
    { does: "wait", until: 1_770_000_000_000 },
    { does: "retry" },
    { does: "choose-model" },
  ]);
});

test("PF-1 the page where keys are made is shown for a known host only", () => {
  const error = { code: "provider_key_refused" as const, params: { host: "api.openai.com" } };
  expect(nextSteps({ status: "failed", finishReason: null, error, parts: [] }).at(-1)).toEqual({
    does: "add-key",
    page: "https://platform.openai.com/api-keys",
  });
  expect(failed("provider_key_refused", { host: "api.openai.com.evil.example" })).toEqual(["choose-model"]);
  expect(failed("provider_key_refused", { host: "constructor" })).toEqual(["choose-model"]);
});

test("PF-10 PF-12 what has begun can be continued, what has not cannot", () => {
  const error = { code: "provider_cut" as const };
  expect(steps({ status: "interrupted", error, parts: said })).toEqual(["continue", "retry", "choose-model"]);
  expect(steps({ status: "interrupted", error, parts: [{ type: "reasoning", text: "hm" }] })).toEqual([
    "retry",
    "choose-model",
  ]);
  expect(steps({ status: "stopped", parts: said })).toEqual(["continue", "retry"]);
  expect(steps({ status: "stopped" })).toEqual(["retry"]);
});

test("PF-18 a cut answer is continued; what is well or running needs nothing", () => {
  expect(steps({ status: "complete", finishReason: "length", parts: said })).toEqual(["continue"]);
  expect(steps({ status: "complete", finishReason: "content-filter", parts: said })).toEqual(["choose-model"]);
  expect(steps({ status: "complete", finishReason: "stop", parts: said })).toEqual([]);
  expect(steps({ status: "running" })).toEqual([]);
});

test("every failure has a step", () => {
  for (const code of Object.keys(errorStatus) as ErrorCode[]) {
    expect(steps({ error: { code }, parts: said }), code).not.toEqual([]);
  }
});
