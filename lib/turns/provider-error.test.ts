import { APICallError, RetryError } from "ai";
import { expect, test } from "vitest";
import type { ErrorCode } from "../errors.ts";
import { providerError } from "./provider-error.ts";

const target = { model: "gpt-x", provider: { name: "OpenAI" } } as Parameters<typeof providerError>[1];

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
  ["500", answered(500), "provider_unavailable"],
  ["529", answered(529), "provider_unavailable"],
  ["a page instead of JSON", answered(404, "<html>"), "provider_model_missing"],
  [
    "after retries",
    new RetryError({ message: "x", reason: "maxRetriesExceeded", errors: [answered(503)] }),
    "provider_unavailable",
  ],
  ["refused", network("ECONNREFUSED"), "provider_unreachable"],
  ["no such host", network("ENOTFOUND"), "provider_unreachable"],
  ["reset", network("UND_ERR_SOCKET"), "provider_unreachable"],
  ["expired certificate", network("CERT_HAS_EXPIRED"), "provider_insecure"],
  ["self-signed", network("DEPTH_ZERO_SELF_SIGNED_CERT"), "provider_insecure"],
  ["wrong host", network("ERR_TLS_CERT_ALTNAME_INVALID"), "provider_insecure"],
  ["anything else", new Error("x"), "provider_failed"],
  ["a string", "x", "provider_failed"],
];
test.each(table)("%s", (_, error, code) => {
  const result = providerError(error, target);
  expect(result.code).toBe(code);
  expect(JSON.stringify(result.body)).not.toContain("vendor text");
});

test.each([
  ["3", 3],
  ["0.2", 1],
  ["-5", 0],
  ["soon", 0],
])("Retry-After: %s is %d seconds", (header, seconds) => {
  expect(providerError(answered(429, {}, { "retry-after": header }), target).params?.seconds).toBe(seconds);
});

test("Retry-After may be a date", () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  const seconds = providerError(answered(429, {}, { "retry-after": date }), target).params?.seconds;
  expect(seconds).toBeGreaterThan(85);
  expect(seconds).toBeLessThanOrEqual(90);
});
