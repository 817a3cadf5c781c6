import { expect, test } from "vitest";
import { z } from "zod";
import { parseEnv } from "../env.ts";
import { AppError } from "../errors.ts";
import { maxBodyBytes, readBody } from "./body.ts";
import { errorResponse } from "./door.ts";
import { requireOwnOrigin } from "./origin.ts";

const address = "https://chat.example.org/api/chat";
const settings = parseEnv({
  BETTER_AUTH_URL: "https://chat.example.org",
  BETTER_AUTH_SECRET: "wq8Zt3rK0pYx5vN2mB7cD4fG6hJ9lS1a",
});

const post = (headers: Record<string, string>, body: BodyInit = "{}") =>
  new Request(address, { method: "POST", headers, body, duplex: "half" } as RequestInit);

test.each([
  [undefined],
  ["null"],
  ["https://evil.test"],
  ["http://chat.example.org"],
  ["https://sub.chat.example.org"],
  ["https://chat.example.org.evil.test"],
  ["http://localhost:3000"],
])("CS-1 the origin %s is refused", (origin) => {
  const request = post({ cookie: "session=1", ...(origin && { origin }) });
  expect(() => requireOwnOrigin(request, settings)).toThrow(AppError);
});

test("CS-1 the own origin is let in, unless the browser says otherwise", () => {
  const origin = "https://chat.example.org";
  expect(() => requireOwnOrigin(post({ origin }), settings)).not.toThrow();
  expect(() => requireOwnOrigin(post({ origin, "sec-fetch-site": "same-site" }), settings)).toThrow(AppError);
});

test("a local run is reached by any name of the machine, on its own port", () => {
  const local = parseEnv({ PORT: "3000" });
  const from = (origin: string, host: string) => () => requireOwnOrigin(post({ origin, host }), local);
  expect(from("http://127.0.0.1:3000", "127.0.0.1:3000")).not.toThrow();
  expect(from("http://[::1]:3000", "[::1]:3000")).not.toThrow();
  expect(from("http://127.0.0.1:4000", "127.0.0.1:3000")).toThrow(AppError);
  expect(from("http://rebound.test:3000", "rebound.test:3000")).toThrow(AppError);
});

const Body = z.strictObject({ title: z.string().min(1) });
const json = { "content-type": "application/json; charset=utf-8" };

test.each([["text/plain"], ["multipart/form-data"], ["application/x-www-form-urlencoded"], ["application/jsonp"]])(
  "CS-2 a body of type %s is refused",
  async (type) => {
    await expect(readBody(post({ "content-type": type }), Body)).rejects.toMatchObject({
      code: "unsupported_media_type",
    });
  },
);

test.each([
  ["", undefined],
  ["null", undefined],
  ["[]", undefined],
  ['"x"', undefined],
  ['{"title":"a"', undefined],
  ["{}", "title"],
  ['{"title":null}', "title"],
  ['{"title":["a"]}', "title"],
  ['{"title":"a","userId":"other"}', undefined],
  ['{"title":"a","__proto__":{"admin":true}}', undefined],
])("IV-4 the body %s is refused, and the field named", async (text, field) => {
  const error = await readBody(post(json, text), Body).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "invalid_request" });
  expect((error as AppError).params?.field).toBe(field);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test("IV-1 a body over the limit is refused by its announced length and, without one, as it comes", async () => {
  const announced = post({ ...json, "content-length": String(maxBodyBytes + 1) });
  await expect(readBody(announced, Body)).rejects.toMatchObject({ code: "payload_too_large" });
  let pulled = 0;
  let givenUp = false;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
    },
    cancel() {
      givenUp = true;
    },
  });
  await expect(readBody(post(json, endless), Body)).rejects.toMatchObject({ code: "payload_too_large" });
  // what comes then is thrown away, up to a limit
  await expect.poll(() => givenUp).toBe(true);
  expect(pulled).toBeLessThan(80);
});

test("bytes that are no UTF-8 are refused", async () => {
  await expect(readBody(post(json, new Uint8Array([0x22, 0xff, 0x22])), Body)).rejects.toMatchObject({
    code: "invalid_request",
  });
});

test("an error leaves as code and sentence, and says how long to wait", async () => {
  const response = errorResponse(new AppError("rate_limited", { seconds: 7 }, { cause: new Error("secret") }));
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await response.json()).toEqual({
    error: { code: "rate_limited", message: "Too many attempts. Try again in 7 seconds.", params: { seconds: 7 } },
  });
});
