import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSelfSigned } from "../../e2e/fake-provider/certificates.ts";
import { type FakeProvider, startFakeProvider } from "../../e2e/fake-provider/server.ts";
import { type FrontServer, startTlsFront } from "../../e2e/fake-provider/tls.ts";
import type { ErrorCode } from "../errors.ts";
import { isBeforeAnswer, isNetworkError, networkCode } from "./network-error.ts";
import { providerFetch } from "./provider-fetch.ts";

const failed = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("secret words"), { code }) });

test.each<[string, ErrorCode | undefined]>([
  ["ECONNREFUSED", "provider_connection_refused"],
  ["ENOTFOUND", "provider_name_unknown"],
  ["EAI_AGAIN", "provider_name_unknown"],
  ["UND_ERR_CONNECT_TIMEOUT", "provider_connect_timeout"],
  ["ETIMEDOUT", "provider_connect_timeout"],
  ["CERT_HAS_EXPIRED", "provider_certificate_expired"],
  ["CERT_NOT_YET_VALID", "provider_certificate_expired"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "provider_certificate_untrusted"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "provider_certificate_untrusted"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "provider_certificate_untrusted"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "provider_certificate_untrusted"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "provider_certificate_mismatch"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "provider_not_tls"],
  ["EPROTO", "provider_not_tls"],
  ["CERT_REVOKED", "provider_insecure"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "provider_insecure"],
  ["ECONNRESET", "provider_unreachable"],
  ["UND_ERR_SOCKET", "provider_unreachable"],
  ["EHOSTUNREACH", "provider_unreachable"],
  ["ENOENT", undefined],
])("PF-8 %s is %s", (code, meaning) => {
  expect(networkCode(failed(code))).toBe(meaning);
});

test("only what came before any answer may be tried again", () => {
  for (const code of ["ECONNREFUSED", "ECONNRESET", "UND_ERR_SOCKET"]) expect(isBeforeAnswer(failed(code))).toBe(true);
  for (const code of ["ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED", "EPROTO", "UND_ERR_BODY_TIMEOUT"]) {
    expect(isBeforeAnswer(failed(code)), code).toBe(false);
  }
});

// what the real package makes of real sockets

let provider: FakeProvider;
let front: FrontServer;
beforeAll(async () => {
  provider = await startFakeProvider();
  front = await startTlsFront(makeSelfSigned(["127.0.0.1"]), provider.url);
});
afterAll(async () => {
  await front.close();
  await provider.close();
});

async function errorOf(baseURL: string, model: string): Promise<unknown> {
  const create = createOpenAICompatible({ name: "x", baseURL, fetch: providerFetch(() => {}) });
  const result = streamText({ model: create(model), prompt: "x", maxRetries: 0, onError: () => {} });
  try {
    for await (const part of result.stream) if (part.type === "error") return part.error;
  } catch (error) {
    return error;
  }
  return null;
}

test("PF-7 a connection reset before the first byte may be tried again, one in mid-answer not", async () => {
  const { baseURL } = provider.services.local;
  const dropped = await errorOf(baseURL, "scenario/drop");
  expect([networkCode(dropped), isBeforeAnswer(dropped)]).toEqual(["provider_unreachable", true]);
  const reset = await errorOf(baseURL, "scenario/reset:tokens=4,delay=400");
  expect([isNetworkError(reset), isBeforeAnswer(reset)]).toEqual([true, false]);
});

test("PF-8 through the package, too, each failure keeps its name", async () => {
  const at = (address: string) => errorOf(`${address}/local/v1`, "llama3.2:latest").then(networkCode);
  expect(await at(front.https)).toBe("provider_certificate_untrusted");
  expect(await at(provider.url.replace("http:", "https:"))).toBe("provider_not_tls");
  expect(await at("http://127.0.0.1:6000")).toBe("provider_connection_refused"); // a port that fetch would not try
  expect(await at("http://nowhere.invalid")).toBe("provider_name_unknown");
  expect(provider.log({ model: "llama3.2:latest" })).toEqual([]);
});
