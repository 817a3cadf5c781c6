import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseEnv } from "../env.ts";
import { canChat, fetchListing, type ListingError } from "./listing.ts";
import { servesChat } from "./providers/openai-facts.ts";
import { configuredProviders, resolveModel } from "./registry.ts";
import { maxModelIdLength, splitModelId } from "./schema.ts";

let answer: { status?: number; body: string; headers?: Record<string, string> } = { body: "" };
let authorization: string | undefined;
const server = createServer((request, response) => {
  authorization = request.headers.authorization;
  response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers }).end(answer.body);
});
let baseURL: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => server.close());

const list = (body: unknown, status = 200) => {
  answer = { status, body: typeof body === "string" ? body : JSON.stringify(body) };
  return fetchListing(baseURL, "key");
};
const models = async (body: unknown) => (await list(body)).models;
const problem = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: ListingError) => error.problem,
  );

test("keeps what can chat, spelt as the provider spells it", async () => {
  const listed = await models({
    object: "list",
    data: [
      { id: "gpt-5-mini", object: "model" },
      { id: "text-embedding-3-small" },
      { id: "Qwen/Qwen3-8B:free", name: "Qwen: Qwen3 8B (free)" },
      { id: "/models/llama.gguf", meta: null },
      { id: "~openai/gpt-latest", architecture: { output_modalities: ["text"] } },
      { id: "painter", architecture: { output_modalities: ["image"] } },
      { id: "gpt-5-mini" },
      { id: 7 },
      null,
    ],
  });
  expect(listed).toEqual([
    { model: "gpt-5-mini", name: "gpt-5-mini", facts: {} },
    { model: "Qwen/Qwen3-8B:free", name: "Qwen: Qwen3 8B (free)", facts: {} },
    { model: "/models/llama.gguf", name: "/models/llama.gguf", facts: {} },
    { model: "~openai/gpt-latest", name: "~openai/gpt-latest", facts: { alias: true } },
  ]);
  expect(authorization).toBe("Bearer key");
});

test("an empty list may be null, and all of a list may be for other things than chat", async () => {
  expect(await models({ object: "list", data: null })).toEqual([]);
  expect(await models({ data: [] })).toEqual([]);
  expect(await models({ data: [{}, { id: "whisper-1" }] })).toEqual([]);
});

test("of a list that never ends the beginning is read, and that there was more is told", async () => {
  const data = Array.from({ length: 50_001 }, (_, index) => ({ id: `m${index}` }));
  expect(await list({ data: data.slice(1) })).toMatchObject({ cut: false });
  const { models: read, cut } = await list({ data });
  expect([read.length, read.at(-1)?.model, cut]).toEqual([50_000, "m49999", true]);
});

test("says why there is no list", async () => {
  expect(await problem(list({}, 401))).toBe("key_refused");
  expect(await problem(list({}, 503))).toBe("unreachable");
  expect(await problem(list({}, 404))).toBe("invalid");
  expect(await problem(list("<html>"))).toBe("invalid");
  expect(await problem(list({ data: "x" }))).toBe("invalid");
  expect(await problem(list({ data: [{}, 7, { id: "" }, { name: "nameless" }] }))).toBe("invalid");
  expect(await problem(list(`{"data":[]${" ".repeat(17 * 1024 * 1024)}}`))).toBe("too_long");
  expect(await problem(list(`{"data":[]${" ".repeat(15 * 1024 * 1024)}}`))).toBeUndefined();
  expect(await problem(fetchListing("http://127.0.0.1:1/v1", "key"))).toBe("unreachable");
});

test("the key does not follow a redirect", async () => {
  answer = { status: 302, body: "", headers: { location: `${baseURL}/elsewhere` } };
  expect(await problem(fetchListing(baseURL, "key"))).toBe("unreachable");
});

test.each([
  ["gpt-5-mini", true],
  ["o4-mini", true],
  ["chatgpt-4o-latest", true],
  ["codellama-instruct", true],
  ["mistral-7b-instruct", true],
  ["whisper-1", false],
  ["tts-1-hd", false],
  ["gpt-4o-mini-tts", false],
  ["gpt-4o-transcribe", false],
  ["gpt-4o-realtime-preview", false],
  ["omni-moderation-latest", false],
  ["dall-e-3", false],
  ["gpt-image-1", false],
  ["sora-2", false],
  ["davinci-002", false],
  ["gpt-3.5-turbo-instruct", false],
  ["nomic-embed-text:latest", false],
  ["text-embedding-nomic-embed-text-v1.5", false],
  ["mxbai-embed-large:latest", false],
  ["snowflake-arctic-embed2:latest", false],
  ["embeddinggemma:300m", false],
  ["text-embedding-embeddinggemma-300m", false],
  ["all-minilm:latest", false],
  ["sentence-transformers/all-MiniLM-L6-v2", false],
  ["sentence-transformers/all-mpnet-base-v2", false],
  ["bge-m3:latest", false],
  ["bge-large", false],
  ["BAAI/bge-small-en-v1.5", false],
  ["paraphrase-multilingual:latest", false],
  ["intfloat/multilingual-e5-large-instruct", false],
  ["e5-mistral-7b-instruct", false],
  ["thenlper/gte-base", false],
  ["Alibaba-NLP/gte-Qwen2-7B-instruct", false],
  ["Alibaba-NLP/gte-multilingual-base", false],
  ["black-forest-labs/FLUX.1-schnell", false],
  ["flux-pro-1.1", false],
  ["stable-diffusion-xl", false],
  ["stabilityai/stable-diffusion-3.5-large", false],
  ["sdxl-turbo", false],
  ["hexgrad/Kokoro-82M", false],
  ["kokoro", false],
  ["parakeet-tdt-0.6b-v2", false],
  ["nvidia/parakeet-ctc-1.1b", false],
  ["jinaai/jina-clip-v2", false],
  ["jina-embeddings-v3", false],
  // a fine-tuned model is what it began from, whatever words its owner chose
  ["ft:gpt-4o-mini:acme:moderation:x", true],
  ["ft:gpt-4o-mini-2024-07-18:acme:sora:9abc", true],
  ["ft:gpt-4.1-nano-2025-04-14:whisper:tts:9abc", true],
  ["ft:davinci-002:acme:chat:9abc", false],
  ["ft:babbage-002:acme::9abc", false],
  ["o4-mini-deep-research-2025-06-26", false],
  ["sonar-deep-research", true],
  ["acme/fluxion-chat-7b", true],
  ["kokoro-chat-8b", true],
  ["flux-chat:8b", true],
  ["jina-chat", true],
  ["gemma-3n-e4b-it", true],
  ["gemma3:latest", true],
  ["minicpm-v:8b", true],
  ["mistral:7b-instruct", true],
  ["qwen2.5:7b-instruct", true],
  ["phi4-mini", true],
])("%s can chat: %s", (id, expected) => {
  expect(canChat({ id })).toBe(expected);
});

const real = path.resolve(import.meta.dirname, "../../../shared/data/openrouter-models.json");
test.runIf(existsSync(real))("every chat model of a real listing is kept, nearly all by their ids alone, too", () => {
  const { data } = JSON.parse(readFileSync(real, "utf8")) as { data: Parameters<typeof canChat>[0][] };
  const chat = data.filter(({ architecture }) => architecture?.output_modalities?.includes("text"));
  expect(chat.length).toBeGreaterThan(300);
  expect(chat.filter((entry) => !canChat(entry))).toEqual([]);
  // at OpenAI itself two have no chat completions: there it is the id that tells
  const elsewhere = chat.filter(({ id }) => !/^openai\/.*deep-research$/.test(id));
  expect(elsewhere.filter(({ id }) => !canChat({ id })).map(({ id }) => id)).toEqual([]);
});

test.each([
  ["gpt-5-mini-2025-08-07", true],
  ["gpt-5.1-chat-latest", true],
  ["gpt-5.6-luna", true],
  ["gpt-5-search-api", true],
  ["o3-mini-2025-01-31", true],
  ["o1", true],
  ["gpt-4o-search-preview", true],
  ["ft:gpt-4o-mini:codex:pro:1", true],
  ["gpt-5-pro", false],
  ["gpt-5-pro-2025-10-06", false],
  ["gpt-5.2-pro", false],
  ["gpt-5.4-pro-2026-03-05", false],
  ["gpt-5-codex", false],
  ["gpt-5.1-codex-max", false],
  ["codex-mini-latest", false],
  ["o1-pro-2025-03-19", false],
  ["o3-pro", false],
  ["gpt-audio-mini", false],
  ["gpt-4o-audio-preview-2024-12-17", false],
])("OpenAI itself serves %s by chat completions: %s", (id, expected) => {
  expect(servesChat(id)).toBe(expected);
});

test("the demo answers where nothing else is configured, and only there", () => {
  expect(configuredProviders(parseEnv({})).map(({ id }) => id)).toEqual(["demo"]);
  const settings = parseEnv({
    OPENAI_API_KEY: "a",
    OPENROUTER_API_KEY: "b",
    CUSTOM_PROVIDERS: '[{"id":"local","name":"Local","baseURL":"http://localhost:1/v1"}]',
  });
  expect(configuredProviders(settings).map(({ id }) => id)).toEqual(["openai", "openrouter", "local"]);
});

test("a model id is split at its first colon and changed in nothing", () => {
  expect(splitModelId("openrouter:~Anthropic/Claude:free")).toEqual({
    providerId: "openrouter",
    model: "~Anthropic/Claude:free",
  });
  const providers = configuredProviders(parseEnv({ OPENAI_API_KEY: "a" }));
  expect(resolveModel("openai:ft:GPT:org", providers).model).toBe("ft:GPT:org");
});

test.each([
  "",
  "gpt",
  ":gpt",
  "openai:",
  "nobody:x",
  "../../etc/passwd",
  "constructor:x",
  `openai:${"x".repeat(maxModelIdLength)}`,
])("IV-7 %s is no model here", (modelId) => {
  const providers = configuredProviders(parseEnv({ OPENAI_API_KEY: "a" }));
  expect(() => resolveModel(modelId, providers)).toThrow(/no such model/);
});
