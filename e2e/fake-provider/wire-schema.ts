import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

// OpenAI's own description of its API. It lies beside the repository and not in it; without it the fake is only
// as strict as the lists below.
const file = path.resolve(import.meta.dirname, "../../../shared/data/openai-chat-schema.json");

type Schema = { $ref?: string; allOf?: Schema[]; properties?: Record<string, unknown> };

const document: { components: { schemas: Record<string, Schema> } } | null = existsSync(file)
  ? JSON.parse(readFileSync(file, "utf8"))
  : null;

/** What `schemaErrors` gives for a value without fault: nothing to say, or, without the schema, nothing known. */
export const faultless: string[] | null = document ? [] : null;

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

function validator(name: string): ValidateFunction | null {
  if (!document) return null;
  const known = validators.get(name);
  if (known) return known;
  const made = ajv.compile({ $ref: `#/components/schemas/${name}`, components: document.components });
  validators.set(name, made);
  return made;
}

const names = {
  request: "CreateChatCompletionRequest",
  chunk: "CreateChatCompletionStreamResponse",
  completion: "CreateChatCompletionResponse",
  models: "ListModelsResponse",
  error: "ErrorResponse",
} as const;

/** Where `value` breaks OpenAI's schema of that name; null when the schema is not at hand. */
export function schemaErrors(kind: keyof typeof names, value: unknown): string[] | null {
  const validate = validator(names[kind]);
  if (!validate) return null;
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 20).map((error) => `${kind} ${error.instancePath || "/"} ${error.message}`);
}

// the list as of OpenAI's description 2.3.0, for where that is not at hand
const listedKeys =
  "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages metadata modalities model moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options";

const openrouterKeys =
  "models route provider plugins reasoning top_k min_p top_a repetition_penalty session_id transforms usage include_reasoning structured_outputs";

function propertiesOf(schema: Schema): string[] {
  const referenced = schema.$ref ? document?.components.schemas[schema.$ref.split("/").at(-1) ?? ""] : undefined;
  const inherited = [...(referenced ? [referenced] : []), ...(schema.allOf ?? [])].flatMap(propertiesOf);
  return [...inherited, ...Object.keys(schema.properties ?? {})];
}

const openaiKeys = new Set(
  document ? propertiesOf({ $ref: `#/components/schemas/${names.request}` }) : listedKeys.split(" "),
);
const allKeys = new Set([...openaiKeys, ...openrouterKeys.split(" ")]);

/** The first top-level key of a request that OpenAI (or, with `extended`, OpenRouter) does not know. */
export function unknownKey(request: Record<string, unknown>, extended: boolean): string | null {
  const known = extended ? allKeys : openaiKeys;
  return Object.keys(request).find((key) => !known.has(key)) ?? null;
}
