import { afterEach, expect, test, vi } from "vitest";
import { requestJson } from "./http.ts";

afterEach(() => vi.unstubAllGlobals());
const answer = (body: string, status = 200) => vi.stubGlobal("fetch", async () => new Response(body, { status }));

test("gives the value, null for an empty answer", async () => {
  answer('{"a":1}');
  expect(await requestJson("/x")).toEqual({ ok: true, value: { a: 1 } });
  answer("");
  expect(await requestJson("/x", { method: "DELETE" })).toEqual({ ok: true, value: null });
});

test("gives the server's error with its params", async () => {
  answer('{"error":{"code":"rate_limited","message":"Wait","params":{"seconds":3}}}', 429);
  const error = { code: "rate_limited", message: "Wait", params: { seconds: 3 } };
  expect(await requestJson("/x")).toEqual({ ok: false, status: 429, error });
});

test("a proxy's page, or a success that is not JSON, is an error of ours", async () => {
  answer("<h1>Bad gateway</h1>", 502);
  expect(await requestJson("/x")).toEqual({ ok: false, status: 502, error: { code: "internal" } });
  answer("<h1>Welcome to the hotel</h1>");
  expect(await requestJson("/x")).toMatchObject({ ok: false, error: { code: "internal" } });
});

test("no answer is `offline`; only an abort throws", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  expect(await requestJson("/x")).toEqual({ ok: false, status: 0, error: { code: "offline" } });
  await expect(requestJson("/x", { signal: AbortSignal.abort() })).rejects.toThrow();
});
