import { expect, test } from "vitest";
import { isReasoningModel } from "./reasoning.ts";

test.each([
  "o1",
  "o3-mini",
  "openai/o4-mini-high",
  "gpt-5",
  "openai/GPT-5-mini",
  "gpt-5.1-codex",
  "gpt-oss:20b",
  "deepseek/deepseek-r1:free",
  "deepseek-reasoner",
  "qwen/qwq-32b",
  "qwen3:8b",
  "anthropic/claude-sonnet-4.5:thinking",
  "google/gemini-2.5-pro",
  "x-ai/grok-4",
])("%s thinks first", (model) => {
  expect(isReasoningModel(model)).toBe(true);
});

test.each([
  "gpt-4o",
  "gpt-4.1-nano",
  "gpt-5-chat-latest",
  "openai/gpt-5.2-chat",
  "o-llama",
  "llama3.2:latest",
  "qwen3-coder:30b",
  "anthropic/claude-haiku-4.5",
  "deepseek-chat",
  "rethinking-things",
])("%s answers at once", (model) => {
  expect(isReasoningModel(model)).toBe(false);
});
