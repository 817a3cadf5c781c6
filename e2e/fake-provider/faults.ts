import type { Mount } from "./vendors.ts";

/** What can be wrong, whoever says it. */
export type Fault =
  | { name: "key-missing" | "key-refused" | "no-credit" | "unavailable" | "server-error" | "context-too-long" }
  | { name: "model-missing" | "not-a-chat-model"; model: string }
  /** with these headers, `retry-after` above all */
  | { name: "rate-limited"; headers: Record<string, string> }
  /** a status that all services have in common, with nothing said that would tell more */
  | { name: "status"; status: number; headers: Record<string, string> }
  | { name: "bad-request"; message: string; param: string | null; code?: string }
  | { name: "echoed-key"; key: string };

/** An HTTP answer that refuses. */
export type Refusal = { status: number; headers: Record<string, string>; body: unknown };

type Said = { status: number; type: string; code: string | null; message: string; param?: string | null };

const quota =
  "You exceeded your current quota, please check your plan and billing details. For more information on this " +
  "error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.";
const invalid = "invalid_request_error";

/** The refusal as the service of that mount words it. */
export function refusal(mount: Mount, fault: Fault): Refusal {
  const said = mount === "openrouter" ? openrouter(fault) : openai(fault);
  const headers = "headers" in fault ? fault.headers : {};
  return { status: said.status, headers, body: envelopes[mount](said, fault) };
}

function openai(fault: Fault): Said {
  switch (fault.name) {
    case "key-missing":
      return {
        status: 401,
        type: invalid,
        code: null,
        message:
          "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
      };
    case "key-refused":
      return { status: 401, type: invalid, code: "invalid_api_key", message: incorrectKey("sk-fake*****7xK") };
    case "echoed-key":
      return { status: 401, type: invalid, code: "invalid_api_key", message: incorrectKey(fault.key) };
    case "no-credit":
      return { status: 429, type: "insufficient_quota", code: "insufficient_quota", message: quota };
    case "model-missing":
      return {
        status: 404,
        type: invalid,
        code: "model_not_found",
        message: `The model \`${fault.model}\` does not exist or you do not have access to it.`,
      };
    case "not-a-chat-model":
      return {
        status: 404,
        type: invalid,
        param: "model",
        code: null,
        message:
          "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?",
      };
    case "rate-limited":
      return {
        status: 429,
        type: "requests",
        code: "rate_limit_exceeded",
        message: `Rate limit reached for requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in ${fault.headers["retry-after"] ?? 20}s.`,
      };
    case "bad-request":
      return { status: 400, type: invalid, code: fault.code ?? null, param: fault.param, message: fault.message };
    case "context-too-long":
      return {
        status: 400,
        type: invalid,
        param: "messages",
        code: "context_length_exceeded",
        message:
          "This model's maximum context length is 8192 tokens. However, your messages resulted in 9412 tokens. Please reduce the length of the messages.",
      };
    case "status":
      return { status: fault.status, type: "server_error", code: null, message: statusWords[fault.status] ?? "Error" };
    case "unavailable":
      return { status: 503, type: "server_error", code: null, message: "The server is currently overloaded." };
    case "server-error":
      return { status: 500, type: "server_error", code: null, message: "The server had an error." };
  }
}

const statusWords: Record<number, string> = {
  403: "Country, region, or territory not supported",
  408: "Request timed out.",
  409: "The request conflicts with another one. Try again later.",
  413: "Request entity too large",
  501: "Not implemented",
  504: "The upstream server is timing out",
};

const incorrectKey = (key: string) =>
  `Incorrect API key provided: ${key}. You can find your API key at https://platform.openai.com/account/api-keys.`;

// OpenRouter has words and statuses of its own; `type` becomes `metadata.error_type`
function openrouter(fault: Fault): Said {
  const own: Partial<Record<Fault["name"], [status: number, type: string, message: string]>> = {
    "key-missing": [401, "authentication", "Missing Authentication header"],
    "key-refused": [401, "authentication", "User not found."],
    "no-credit": [402, "payment_required", "Insufficient credits. Add more using https://openrouter.ai/credits"],
    "rate-limited": [429, "rate_limit_exceeded", "Rate limit exceeded"],
    "context-too-long": [400, "context_length_exceeded", "Provider returned error"],
    unavailable: [503, "provider_unavailable", "No instances available"],
    "server-error": [502, "server", "Provider returned error"],
  };
  const said = openai(fault);
  const [status, type, message] = own[fault.name] ?? [
    said.status,
    said.status === 404 ? "not_found" : "invalid_request",
    fault.name === "model-missing" ? `${fault.model} is not a valid model ID` : said.message,
  ];
  return { ...said, status, type, message };
}

const envelopes: Record<Mount, (said: Said, fault: Fault) => unknown> = {
  openai: ({ message, type, param = null, code }) => ({ error: { message, type, param, code } }),
  openrouter: ({ status, type, message }, fault) => ({
    error: { code: status, message, metadata: { error_type: type, ...relayed(fault) } },
    user_id: "user_2fakeFAKEfakeFAKEfakeFAKEfa",
  }),
  // llama.cpp for the context, Ollama for the rest
  local: ({ status, message, param = null }, fault) => {
    if (fault.name === "context-too-long") {
      const words = "request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it";
      const sizes = { n_prompt_tokens: 9412, n_ctx: 8192 };
      return { error: { code: 400, message: words, type: "exceed_context_size_error", ...sizes } };
    }
    const type = status === 404 ? "not_found_error" : status < 500 ? invalid : "api_error";
    return { error: { message, type, param, code: null } };
  },
};

// an error of the provider behind OpenRouter comes along as it was, as a string of JSON
function relayed(fault: Fault): Record<string, unknown> {
  if (fault.name !== "context-too-long" && fault.name !== "server-error") return {};
  const { message, type, param = null, code } = openai(fault);
  return { provider_name: "Fakery", raw: JSON.stringify({ error: { message, type, param, code } }) };
}
