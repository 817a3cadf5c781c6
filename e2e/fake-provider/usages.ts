const counted = { prompt_tokens: 2006, completion_tokens: 300, total_tokens: 2306 };

/** What is reported of an answer, by name; null for nothing. */
export const usages: Record<string, Record<string, unknown> | null> = {
  absent: null,
  zero: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  negative: { prompt_tokens: -1, completion_tokens: -7, total_tokens: -8 },
  fractions: { prompt_tokens: 10.5, completion_tokens: 7.25, total_tokens: 17.75 },
  strings: { prompt_tokens: "10", completion_tokens: "7", total_tokens: "17", cost: "0.1" },
  details: { ...counted, prompt_tokens_details: { cached_tokens: "all" } },
  contradicting: { ...counted, prompt_tokens_details: { cached_tokens: 2007 } },
  // as OpenAI reports it
  full: {
    ...counted,
    prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 256, audio_tokens: 0 },
  },
  // as OpenRouter does
  cost: {
    ...counted,
    cost: 0.0031416,
    is_byok: false,
    cost_details: { upstream_inference_cost: null },
    prompt_tokens_details: { cached_tokens: 1920, cache_write_tokens: 64 },
    completion_tokens_details: { reasoning_tokens: 256 },
  },
  free: { ...counted, cost: 0, is_byok: false },
  "bad-cost": { ...counted, cost: -1 },
};

/** An event with figures that JSON has and JavaScript has not. */
export const endlessUsage = `data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":1e400,"completion_tokens":1e400,"total_tokens":1e400,"cost":1e400}}\n\n`;
