import { createParser } from "eventsource-parser";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FakeProvider, startFakeProvider } from "./server.ts";
import { schemaErrors } from "./wire-schema.ts";

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.reset());
afterAll(() => provider.close());

type MountName = keyof FakeProvider["services"];

function post(mount: MountName, body: Record<string, unknown>, init: RequestInit = {}): Promise<Response> {
  const { baseURL, apiKey } = provider.services[mount];
  return fetch(`${baseURL}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...init.headers },
    body: JSON.stringify({ messages: [{ role: "user", content: "hello there" }], ...body }),
    signal: init.signal ?? null,
  });
}

async function readStream(response: Response) {
  const events: string[] = [];
  const comments: string[] = [];
  const parser = createParser({
    onEvent: ({ data }) => events.push(data),
    onComment: (comment) => comments.push(comment.trim()),
  });
  parser.feed(await response.text());
  // biome-ignore lint/suspicious/noExplicitAny: chunks of three services, looked at field by field
  const chunks: any[] = events.filter((data) => data !== "[DONE]").map((data) => JSON.parse(data));
  return { chunks, comments, done: events.at(-1) === "[DONE]" };
}

const textOf = (chunks: { choices: { delta: { content?: string } }[] }[]) =>
  chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

describe("OpenAI's stream", () => {
  test("opens with the role, pads its chunks, and has usage only when asked", async () => {
    const response = await post("openai", { model: "scenario/quick", stream: true });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
    const { chunks, done } = await readStream(response);
    expect(chunks[0].choices[0].delta).toEqual({ role: "assistant", content: "", refusal: null });
    expect(textOf(chunks)).toBe("Hello from scenario/quick.");
    expect(chunks[0].id).toMatch(/^chatcmpl-[A-Za-z0-9]{29}$/);
    expect(chunks.every((chunk) => chunk.obfuscation && !("usage" in chunk))).toBe(true);
    expect(chunks.at(-1).choices[0].finish_reason).toBe("stop");
    expect(done).toBe(true);
  });

  test("ends with a usage chunk without choices under include_usage", async () => {
    const body = { model: "gpt-5", stream: true, stream_options: { include_usage: true } };
    const { chunks } = await readStream(await post("openai", body));
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
  });

  test("every chunk and the answer in one piece hold to OpenAI's schema", async () => {
    const stream = { stream: true, stream_options: { include_usage: true } };
    for (const model of ["quick", "refusal", "length", "content-filter", "empty", "reasoning", "markdown"]) {
      await post("openai", { model: `scenario/${model}`, ...stream }).then((response) => response.text());
      await post("openai", { model: `scenario/${model}` }).then((response) => response.text());
    }
    const entries = provider.log();
    expect(entries).toHaveLength(14);
    const expected = schemaErrors("models", { object: "list", data: [] });
    expect(entries.map((entry) => entry.schemaErrors)).toEqual(entries.map(() => expected));
    expect(expected === null || schemaErrors("chunk", { id: 1 })?.length).toBeTruthy();
  });
});

test("OpenRouter's stream has comments, its provider, and usage with choices unasked", async () => {
  const response = await post("openrouter", { model: "scenario/reasoning", stream: true });
  expect(response.headers.get("x-generation-id")).toMatch(/^gen-\d+-/);
  const { chunks, comments } = await readStream(response);
  expect(comments).toContain("OPENROUTER PROCESSING");
  expect(chunks[0]).toMatchObject({ provider: "Fakery", choices: [{ delta: { reasoning: "thought0" } }] });
  expect(chunks.at(-1).choices).toHaveLength(1);
  expect(chunks.at(-1).usage.cost).toBeGreaterThan(0);
});

test("a local server says Ollama's fingerprint and usage only when asked", async () => {
  const { chunks } = await readStream(await post("local", { model: "llama3.2:latest", stream: true }));
  expect(chunks.every((chunk) => chunk.system_fingerprint === "fp_ollama" && !("usage" in chunk))).toBe(true);
});

test("numbered words come whole and in order", async () => {
  const body = { model: "scenario/slow:tokens=5,delay=1", stream: true };
  const { chunks } = await readStream(await post("local", body));
  expect(textOf(chunks)).toBe("w0 w1 w2 w3 w4");
});

test("echo tells the history and the settings", async () => {
  const messages = [
    { role: "system", content: "be brief" },
    { role: "user", content: [{ type: "text", text: "天气?" }] },
  ];
  const response = await post("openai", { model: "scenario/echo", messages, temperature: 0.5 });
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
  expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
    model: "scenario/echo",
    messages: [
      { role: "system", text: "be brief" },
      { role: "user", text: "天气?" },
    ],
    settings: { temperature: 0.5 },
  });
});

test("a refusal that echoes the key echoes all of it", async () => {
  const response = await post("openai", { model: "scenario/redacted" });
  expect(response.status).toBe(401);
  expect(await response.text()).toContain(provider.services.openai.apiKey);
});

test.for([
  ["openai", "scenario/key-refused", 401, "invalid_api_key"],
  ["openai", "scenario/no-credit", 429, "insufficient_quota"],
  ["openai", "scenario/missing", 404, "model_not_found"],
  ["openai", "no-such-model", 404, "model_not_found"],
  ["openai", "whisper-1", 404, null],
  ["openai", "scenario/rate-limited:retry=3", 429, "rate_limit_exceeded"],
  ["openai", "scenario/unavailable", 503, null],
  ["openai", "scenario/bad-request", 400, "decimal_above_max_value"],
  ["openai", "scenario/context-too-long", 400, "context_length_exceeded"],
  ["openrouter", "scenario/key-refused", 401, 401],
  ["openrouter", "scenario/no-credit", 402, 402],
  ["openrouter", "scenario/missing", 404, 404],
  ["openrouter", "scenario/rate-limited:retry=3", 429, 429],
  ["openrouter", "scenario/context-too-long", 400, 400],
  ["local", "scenario/context-too-long", 400, 400],
  ["local", "scenario/missing", 404, null],
] as const)("%s refuses %s with %s", async ([mount, model, status, code]) => {
  const response = await post(mount, { model, stream: true });
  const body = (await response.json()) as { error: { code: unknown } };
  expect([response.status, body.error.code]).toEqual([status, code]);
  expect(response.headers.get("retry-after")).toBe(model.includes("retry=3") ? "3" : null);
  expect(provider.log()).toMatchObject([{ status, finished: "complete" }]);
});

test("OpenAI's refusals hold to its schema", async () => {
  const response = await post("openai", { model: "scenario/missing" });
  expect(schemaErrors("error", await response.json()) ?? []).toEqual([]);
});

test("a limited number of refusals is followed by an answer", async () => {
  const ask = () => post("openai", { model: "scenario/unavailable:times=2" }).then((response) => response.status);
  expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 200]);
});

test("any status, with the wait in seconds, milliseconds or as a date", async () => {
  const ask = (model: string) => post("openai", { model, stream: true });
  const timeout = await ask("scenario/status:is=408");
  expect([timeout.status, timeout.headers.get("retry-after")]).toEqual([408, null]);
  const busy = await ask("scenario/status:is=503,retry=9");
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "9"]);
  const exact = await ask("scenario/rate-limited:retry=2.5,form=ms");
  expect([exact.headers.get("retry-after"), exact.headers.get("retry-after-ms")]).toEqual([null, "2500"]);
  const dated = await ask("scenario/rate-limited:retry=3600,form=date");
  const leftMs = Date.parse(dated.headers.get("retry-after") ?? "") - Date.now();
  expect(leftMs).toBeGreaterThan(3_500_000);
  expect(leftMs).toBeLessThanOrEqual(3_600_000);
});

test("a connection is dropped before the first byte, and then it is not", async () => {
  const ask = () => post("local", { model: "scenario/drop:times=1", stream: true });
  await expect(ask()).rejects.toThrow("fetch failed");
  expect((await ask()).status).toBe(200);
});

test("one character a chunk, as many as asked for", async () => {
  const { chunks } = await readStream(await post("local", { model: "scenario/one-byte:count=25", stream: true }));
  expect(chunks).toHaveLength(26);
  expect(textOf(chunks)).toBe("0123456789012345678901234");
});

test("unknown keys are refused, OpenRouter's own only by OpenAI", async () => {
  expect((await post("openai", { model: "gpt-5", top_k: 3 })).status).toBe(400);
  expect((await post("openrouter", { model: "scenario/quick", top_k: 3 })).status).toBe(200);
  expect((await post("openrouter", { model: "scenario/quick", topK: 3 })).status).toBe(400);
  expect((await post("openai", { model: "gpt-5", stream_options: {} })).status).toBe(400);
});

test("a wrong key is refused and told in the log, a right one is not written down", async () => {
  const wrong = await post("openai", { model: "gpt-5" }, { headers: { authorization: "Bearer sk-other" } });
  expect(wrong.status).toBe(401);
  await post("openai", { model: "gpt-5" });
  const [first, second] = provider.log();
  expect([first?.keyOk, second?.keyOk]).toEqual([false, true]);
  expect(second?.headers.authorization).toBe(`…${provider.services.openai.apiKey.slice(-4)}`);
});

test("odd framing is still an event stream", async () => {
  for (const mount of ["openai", "openrouter", "local"] as const) {
    const { chunks, done } = await readStream(await post(mount, { model: "scenario/odd-framing", stream: true }));
    expect([textOf(chunks), done]).toEqual(["w0 w1 w2", true]);
  }
});
