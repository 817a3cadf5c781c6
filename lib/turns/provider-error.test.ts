import { APICallError, RetryError, StreamProviderError } from "ai";
import { expect, test } from "vitest";
import { type ErrorCode, errorMessage } from "../errors.ts";
import { providerError } from "./provider-error.ts";

const target = { model: "gpt-x", provider: { name: "OpenAI", host: "api.openai.com" } };

const answered = (statusCode: number, body: unknown = {}, responseHeaders: Record<string, string> = {}) =>
  new APICallError({
    message: "vendor text",
    url: "https://api.example.org",
    requestBodyValues: {},
    statusCode,
    responseHeaders,
    responseBody: JSON.stringify(body),
  });
const network = (code: string) => new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) });

const table: [string, unknown, ErrorCode][] = [
  ["401", answered(401), "provider_key_refused"],
  ["403", answered(403), "provider_key_refused"],
  ["402", answered(402), "provider_no_credit"],
  ["404", answered(404), "provider_model_missing"],
  ["413", answered(413), "context_too_long"],
  ["400", answered(400), "provider_refused_request"],
  ["400 context length", answered(400, { error: { code: "context_length_exceeded" } }), "context_too_long"],
  ["400 of llama.cpp", answered(400, { error: { type: "exceed_context_size_error" } }), "context_too_long"],
  ["429", answered(429), "provider_rate_limited"],
  ["429 without credit", answered(429, { error: { code: "insufficient_quota" } }), "provider_no_credit"],
  ["429 of OpenRouter", answered(429, { error: { code: 429 } }), "provider_rate_limited"],
  [
    "metadata of OpenRouter",
    answered(400, { error: { code: 400, metadata: { error_type: "payment_required" } } }),
    "provider_no_credit",
  ],
  ["408", answered(408), "provider_unavailable"],
  ["409", answered(409), "provider_unavailable"],
  ["500", answered(500), "provider_unavailable"],
  ["529", answered(529), "provider_unavailable"],
  ["a page instead of JSON", answered(404, "<html>"), "provider_model_missing"],
  [
    "after retries",
    new RetryError({ message: "x", reason: "maxRetriesExceeded", errors: [answered(503)] }),
    "provider_unavailable",
  ],
  ["413 that says no more", answered(413, { error: { type: "server_error" } }), "context_too_long"],
  ["a status within a 200", answered(502, { error: { code: 402, message: "x" } }), "provider_no_credit"],
  ["refused", network("ECONNREFUSED"), "provider_connection_refused"],
  ["expired certificate", network("CERT_HAS_EXPIRED"), "provider_certificate_expired"],
  [
    "no status at all",
    new StreamProviderError({ message: "x", data: { message: "x", type: "server_error" } }),
    "provider_unavailable",
  ],
  ["anything else", new Error("x"), "provider_failed"],
  ["a string", "x", "provider_failed"],
];
test.each(table)("%s", (_, error, code) => {
  const result = providerError(error, target);
  expect(result.code).toBe(code);
  expect(JSON.stringify(result.body)).not.toContain("vendor text");
});

const waits = (headers: Record<string, string>, status = 429) =>
  providerError(answered(status, {}, headers), target).params ?? {};

test.each([
  [{ "retry-after": "3" }, 3],
  [{ "retry-after": "0.2" }, 1],
  [{ "retry-after": "-5" }, 0],
  [{ "retry-after": "soon" }, 0],
  [{ "retry-after-ms": "1500", "retry-after": "9" }, 2],
  [{}, 0],
])("PF-6 %j is a wait of %d seconds", (headers, seconds) => {
  const before = Date.now();
  const { seconds: told, retryAt } = waits(headers as Record<string, string>);
  expect(told).toBe(seconds);
  if (seconds === 0) expect(retryAt).toBeUndefined();
  else {
    expect(Number(retryAt)).toBeGreaterThan(before);
    expect(Number(retryAt)).toBeLessThanOrEqual(Date.now() + seconds * 1000);
  }
});

test("PF-6 Retry-After may be a date, and a long wait is told in minutes", () => {
  const params = waits({ "retry-after": new Date(Date.now() + 3_600_000).toUTCString() });
  expect(params.seconds).toBeGreaterThan(3590);
  expect(params.seconds).toBeLessThanOrEqual(3600);
  expect(params.minutes).toBe(60);
  expect(errorMessage("provider_rate_limited", params)).toBe(
    "OpenAI is limiting requests and asks to wait 60 minutes.",
  );
  expect(waits({ "retry-after": "120" })).toMatchObject({ seconds: 120, minutes: 0 });
  expect(waits({ "retry-after": "30" }, 503)).toMatchObject({ seconds: 30 });
  expect(waits({ "retry-after": "30" }, 401)).not.toHaveProperty("retryAt");
});

test("PF-1 the host that refused a key is told", () => {
  const { message, params } = providerError(answered(401), target);
  expect(params).toEqual({ provider: "OpenAI", model: "gpt-x", host: "api.openai.com" });
  expect(message).toContain("refused by api.openai.com");
});

const streamed = (message: string, more: object = {}) =>
  new StreamProviderError({ message, data: { error: { message, ...more } } });

test.each([
  ["Provider disconnected unexpectedly", "Provider disconnected unexpectedly"],
  ["<b>Upstream</b>\u0000 failed\n\n<script>x</script>", "Upstream failed x"],
  ["see https://internal.example/v1?key=1 for sk-abc and org-12", "see … for … and …"],
  ["key 0123456789abcdefghijABCDEF0123 is wrong", "key … is wrong"],
  ["的确出错了", "的确出错了"],
  ["Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsgesellschaft"],
])("PF-11 of %j in mid-answer %j is shown", (said, shown) => {
  expect(providerError(streamed(said), target).params?.detail).toBe(shown);
});

test("PF-11 nothing is shown of what says nothing, of refusals, and of more than 200 characters", () => {
  for (const nothing of ["", " … ", "<p></p>", "https://x.example/"]) {
    expect(providerError(streamed(nothing), target).params).not.toHaveProperty("detail");
  }
  expect(providerError(answered(400, { error: { message: "vendor text" } }), target).params).not.toHaveProperty(
    "detail",
  );
  const long = String(providerError(streamed("很长 ".repeat(100_000)), target).params?.detail);
  expect(long.length).toBe(200);
  expect(long.endsWith("…")).toBe(true);
});
