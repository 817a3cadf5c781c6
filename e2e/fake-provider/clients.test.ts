import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { type LanguageModel, streamText } from "ai";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FakeProvider, startFakeProvider } from "./server.ts";

// The real clients against the fake: what they make of each scenario is what the product has to deal with.
let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.reset());
afterAll(() => provider.close());

const viaOpenai = (model: string) => createOpenAI(provider.services.openai).chat(model);
const viaCompatible = (model: string) =>
  createOpenAICompatible({ name: "openrouter", ...provider.services.openrouter, includeUsage: true })(model);

async function run(model: LanguageModel, prompt = "hello") {
  const result = streamText({ model, prompt, maxRetries: 0, onError: () => {} });
  const seen = { text: "", reasoning: "", errors: 0, status: 0, finish: "", total: undefined as number | undefined };
  for await (const part of result.stream) {
    if (part.type === "text-delta") seen.text += part.text;
    if (part.type === "reasoning-delta") seen.reasoning += part.text;
    if (part.type === "finish") Object.assign(seen, { finish: part.finishReason, total: part.totalUsage.totalTokens });
    if (part.type !== "error") continue;
    seen.errors += 1;
    seen.status = (part.error as { statusCode?: number }).statusCode ?? 0;
  }
  return seen;
}

describe.each([
  ["@ai-sdk/openai", viaOpenai],
  ["@ai-sdk/openai-compatible", viaCompatible],
] as const)("%s", (_name, via) => {
  test("reads a whole answer with its usage", async () => {
    const seen = await run(via("scenario/slow:tokens=4"));
    expect(seen).toMatchObject({ text: "w0 w1 w2 w3", errors: 0, finish: "stop" });
    expect(seen.total).toBeGreaterThan(4);
    expect(provider.log()[0]).toMatchObject({ keyOk: true, tokens: 4, finished: "complete" });
    expect(provider.log()[0]?.schemaErrors ?? []).toEqual([]);
  });

  test.for([
    ["scenario/length", "length"],
    ["scenario/content-filter", "content-filter"],
    ["scenario/empty", "stop"],
  ] as const)("%s finishes with %s", async ([model, finish]) => {
    expect(await run(via(model))).toMatchObject({ finish, errors: 0 });
  });

  test.for([
    ["scenario/key-refused", 401],
    ["scenario/missing", 404],
    ["scenario/rate-limited:retry=3", 429],
    ["scenario/unavailable", 503],
    ["scenario/bad-request", 400],
    ["scenario/context-too-long", 400],
  ] as const)("%s is an error with status %s", async ([model, status]) => {
    expect(await run(via(model))).toMatchObject({ text: "", errors: 1, status });
  });

  test("a cut answer is not complete, nor a reset one", async () => {
    expect((await run(via("scenario/cut:tokens=3"))).finish).not.toBe("stop");
    const reset = await run(via("scenario/reset:tokens=3"));
    expect(reset.errors + Number(reset.finish === "interrupted")).toBeGreaterThan(0);
  });

  test("an error in a chunk of its own is an error part after the partial text", async () => {
    expect(await run(via("scenario/error-midstream"))).toMatchObject({ text: "w0 w1 w2 w3 w4", errors: 1 });
  });
});

test("only the compatible client sees an error beside choices, and JSON instead of a stream", async () => {
  expect(await run(viaCompatible("scenario/error-beside"))).toMatchObject({ errors: 1, finish: "error" });
  expect(await run(viaOpenai("scenario/error-beside"))).toMatchObject({ errors: 0, finish: "other" });
  expect((await run(viaCompatible("scenario/json-error"))).errors).toBe(1);
  expect(await run(viaOpenai("scenario/json-error"))).toMatchObject({ text: "", errors: 0, finish: "interrupted" });
});

test("a refusal is filtered content to the OpenAI client", async () => {
  const text = "I cannot help with that.";
  expect(await run(viaOpenai("scenario/refusal"))).toMatchObject({ text, finish: "content-filter", errors: 0 });
});

test("reasoning reaches the compatible client", async () => {
  const seen = await run(viaCompatible("scenario/reasoning:thoughts=2,tokens=2"));
  expect(seen).toMatchObject({ reasoning: "thought0 thought1", text: "w0 w1" });
});
