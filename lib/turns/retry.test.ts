import { APICallError, StreamProviderError } from "ai";
import { expect, test } from "vitest";
import { providerError } from "./provider-error.ts";
import { retryWait } from "./retry.ts";

const target = { model: "m", provider: { name: "P", host: "p.example" } };

const answered = (statusCode: number, headers: Record<string, string> = {}, body: unknown = {}) =>
  new APICallError({
    message: "x",
    url: "https://p.example",
    requestBodyValues: {},
    statusCode,
    responseHeaders: headers,
    responseBody: JSON.stringify(body),
  });
const network = (code: string) => new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) });

const waits = (error: unknown, random = 0.5) =>
  [0, 1, 2].map((attempt) => retryWait(error, providerError(error, target), attempt, () => random));

test.each([408, 409, 500, 502, 503, 504, 529])("PF-4 PF-7 %d is tried again twice", (status) => {
  expect(waits(answered(status))).toEqual([500, 1000, null]);
});

test("PF-7 so is a connection that was refused or reset, and an error before the first word of a stream", () => {
  for (const code of ["ECONNREFUSED", "ECONNRESET", "UND_ERR_SOCKET"]) {
    expect(waits(network(code)), code).toEqual([500, 1000, null]);
  }
  const early = new StreamProviderError({
    message: "x",
    statusCode: 502,
    data: { error: { code: 502, message: "x" } },
  });
  expect(waits(early)).toEqual([500, 1000, null]);
});

test("PF-6 a rate limit is tried once more", () => {
  expect(waits(answered(429))).toEqual([500, null, null]);
  expect(waits(answered(429, { "retry-after": "3" }), 0)).toEqual([3000, null, null]);
});

const never: [string, Error][] = [
  ["a missing credit", answered(429, {}, { error: { code: "insufficient_quota" } })],
  ["a context too long behind a 500", answered(500, {}, { error: { code: "context_length_exceeded" } })],
  ...[400, 401, 402, 403, 404, 413, 422, 501, 505].map((status): [string, Error] => [String(status), answered(status)]),
  ["what the provider says will not pass", answered(503, { "x-should-retry": "false" })],
  ...["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "EPROTO", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"].map(
    (code): [string, Error] => [code, network(code)],
  ),
  ["anything else", new Error("x")],
];
test.each(never)("PF-1 PF-2 PF-3 PF-8 never: %s", (_, error) => {
  expect(waits(error)).toEqual([null, null, null]);
});

test("PF-7 the waits are spread, and never shorter than what was asked for", () => {
  expect(waits(answered(503), 0)).toEqual([375, 750, null]);
  expect(waits(answered(503), 1)).toEqual([625, 1250, null]);
  expect(waits(answered(503, { "retry-after": "2" }), 1)).toEqual([2250, 2250, null]);
});

test("PF-6 a wait of more than 20 seconds is the person's to decide", () => {
  expect(waits(answered(429, { "retry-after": "20" }), 0)).toEqual([20_000, null, null]);
  expect(waits(answered(429, { "retry-after": "21" }))).toEqual([null, null, null]);
  expect(waits(answered(503, { "retry-after": "3600" }))).toEqual([null, null, null]);
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  expect(waits(answered(429, { "retry-after": date }))).toEqual([null, null, null]);
});
