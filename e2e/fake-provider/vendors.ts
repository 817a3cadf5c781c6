import { randomBytes, randomInt } from "node:crypto";

/** The three services that are stood in for; the name is also the first part of the path. */
export const mounts = ["openai", "openrouter", "local"] as const;
export type Mount = (typeof mounts)[number];

export type FinishReason = "stop" | "length" | "content_filter" | "tool_calls" | "error";
export type DeltaKind = "text" | "reasoning" | "refusal";

/** What differs between the services on the wire. Everything else is shared. */
export type Vendor = {
  /** where the API begins, without a slash at the end */
  path: string;
  /** what is refused without the right key */
  keyFor: "everything" | "chat" | "nothing";
  /** sends usage while streaming without being asked */
  alwaysUsage: boolean;
  /** the first chunk carries the role and no text */
  opensWithRole: boolean;
  /** sent before the first chunk and to keep alive */
  comment: string | null;
  answerId: () => string;
  /** the model's name in the answer */
  answeringModel: (model: string) => string;
  headers: (answerId: string) => Record<string, string>;
  /** fields that every chunk has beside id, object, created, model and choices */
  chunkExtras: () => Record<string, unknown>;
  /** null when this service does not show such a part */
  delta: (kind: DeltaKind, text: string) => Record<string, unknown> | null;
  choice: (delta: Record<string, unknown>, finish: FinishReason | null) => Record<string, unknown>;
  /** `choices` of the chunk that carries the usage */
  usageChoices: () => Record<string, unknown>[];
  usageExtras: (total: number) => Record<string, unknown>;
};

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const code = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

const openai: Vendor = {
  path: "/openai/v1",
  keyFor: "everything",
  alwaysUsage: false,
  opensWithRole: true,
  comment: null,
  answerId: () => `chatcmpl-${code(29)}`,
  // OpenAI answers with the dated snapshot behind an alias
  answeringModel: (model) => `${model}-2026-04-14`,
  headers: () => ({
    "x-request-id": `req_${randomBytes(16).toString("hex")}`,
    "openai-organization": "fake-organization",
    "openai-processing-ms": "17",
    "openai-version": "2020-10-01",
    "x-ratelimit-limit-requests": "10000",
    "x-ratelimit-remaining-requests": "9999",
    "x-ratelimit-reset-requests": "6ms",
  }),
  chunkExtras: () => ({ service_tier: "default", system_fingerprint: "fp_de604bd877" }),
  delta: (kind, text) => {
    if (kind === "reasoning") return null;
    return kind === "text" ? { content: text } : { refusal: text };
  },
  choice: (delta, finish) => ({ index: 0, delta, logprobs: null, finish_reason: finish }),
  usageChoices: () => [],
  usageExtras: () => ({
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }),
};

const openrouter: Vendor = {
  path: "/openrouter/api/v1",
  keyFor: "chat",
  alwaysUsage: true,
  opensWithRole: false,
  comment: "OPENROUTER PROCESSING",
  answerId: () => `gen-${Math.floor(Date.now() / 1000)}-${code(20)}`,
  answeringModel: (model) => model,
  headers: (answerId) => ({ "x-generation-id": answerId }),
  chunkExtras: () => ({ provider: "Fakery" }),
  delta: (kind, text) => {
    if (kind === "text") return { role: "assistant", content: text };
    if (kind === "refusal") return { role: "assistant", content: "", refusal: text };
    const details = [{ type: "reasoning.text", text, format: "unknown", index: 0 }];
    return { role: "assistant", content: "", reasoning: text, reasoning_details: details };
  },
  choice: (delta, finish) => ({
    index: 0,
    delta: { role: "assistant", content: "", ...delta },
    finish_reason: finish,
    native_finish_reason: finish,
    logprobs: null,
  }),
  usageChoices: () => [openrouter.choice({}, null)],
  usageExtras: (total) => ({
    cost: total / 1_000_000,
    is_byok: false,
    cost_details: { upstream_inference_cost: null },
    prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }),
};

/** Ollama's manner, with llama.cpp's file paths for model ids. */
const local: Vendor = {
  path: "/local/v1",
  keyFor: "nothing",
  alwaysUsage: false,
  opensWithRole: false,
  comment: null,
  answerId: () => `chatcmpl-${randomInt(1000)}`,
  answeringModel: (model) => model,
  headers: () => ({}),
  chunkExtras: () => ({ system_fingerprint: "fp_ollama" }),
  delta: (kind, text) => {
    if (kind === "reasoning") return { role: "assistant", content: "", reasoning: text };
    return { role: "assistant", content: text };
  },
  choice: (delta, finish) => ({
    index: 0,
    delta: { role: "assistant", content: "", ...delta },
    finish_reason: finish,
  }),
  usageChoices: () => [],
  usageExtras: () => ({}),
};

export const vendors: Record<Mount, Vendor> = { openai, openrouter, local };

/** The keys that the fake takes for right. They look like the real ones, so that a filter for secrets sees them. */
export const providerKeys: Record<Mount, string> = {
  openai: "sk-proj-fakeOpenAiCanary0123456789abcdefghijQ7xK",
  openrouter: "sk-or-v1-fakeopenroutercanary0123456789abcdef0123456789abcdefZ9wM",
  local: "local-fake-canary-4kT2",
};
