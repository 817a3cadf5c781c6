import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { scenarioModels } from "./scenarios.ts";
import type { Mount } from "./vendors.ts";

// A real listing of OpenRouter's; it lies beside the repository, is read in place and never copied.
const file = path.resolve(import.meta.dirname, "../../../shared/data/openrouter-models.json");

const created = 1_770_000_000;
type Entry = { id: string } & Record<string, unknown>;

const openaiEntry = (id: string): Entry => ({ id, object: "model", created, owned_by: "system" });

const chatModels = ["gpt-5", "gpt-5-mini", "gpt-4.1", "gpt-4.1-nano", "gpt-4o", "o4-mini"];
const otherModels = [
  "text-embedding-3-small",
  "whisper-1",
  "tts-1",
  "dall-e-3",
  "omni-moderation-latest",
  "gpt-image-1",
  "sora-2",
  "gpt-4o-realtime-preview",
];

/** Whether OpenAI refuses this id at the chat door. */
export function cannotChat(model: string): boolean {
  return otherModels.includes(model);
}

const localEntries: Entry[] = [
  { id: "llama3.2:latest", object: "model", created, owned_by: "library" },
  {
    id: "/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf",
    object: "model",
    created,
    owned_by: "llamacpp",
    meta: { n_ctx_train: 32768, n_ctx: 8192 },
  },
  { id: "nomic-embed-text:latest", object: "model", created, owned_by: "library" },
];

// Sixty entries in the shape of the real list, with the cases in it that are easy to get wrong.
function inventedOpenrouter(): Entry[] {
  const entry = (id: string, change: Record<string, unknown> = {}): Entry => ({
    id,
    canonical_slug: `${id.replace(/:.*$/, "")}-20260101`,
    hugging_face_id: null,
    name: `Fakery: ${id}`,
    created,
    description: `A model that does not exist, listed as ${id}.`,
    context_length: 131_072,
    architecture: {
      modality: "text->text",
      input_modalities: ["text"],
      output_modalities: ["text"],
      tokenizer: "Other",
      instruct_type: null,
    },
    pricing: { prompt: "0.0000014", completion: "0.0000044", input_cache_read: "0.00000026" },
    top_provider: { context_length: 131_072, max_completion_tokens: null, is_moderated: false },
    per_request_limits: null,
    supported_parameters: ["max_tokens", "temperature", "top_p", "stop", "seed"],
    default_parameters: null,
    expiration_date: null,
    ...change,
  });
  const image = {
    modality: "text->image",
    input_modalities: ["text"],
    output_modalities: ["image"],
    tokenizer: "Other",
    instruct_type: null,
  };
  return [
    entry("openrouter/auto", { name: "Auto Router", pricing: { prompt: "-1", completion: "-1" } }),
    entry("~fakery/large-latest", { alias_target: "fakery/large-1" }),
    entry("fakery/small-1:free", { pricing: { prompt: "0", completion: "0" } }),
    entry("fakery/unknown-window", { context_length: null }),
    entry("fakery/tiny-price", { pricing: { prompt: "0.00000000000000000001", completion: "0.00000001" } }),
    entry("fakery/painter", { architecture: image }),
    entry("Fakery/MiXed-Case.v2", { hugging_face_id: "" }),
    ...Array.from({ length: 53 }, (_, index) => entry(`fakery/model-${index}`)),
  ];
}

/** The body that a mount answers on `GET /models` with: text, so that a real listing goes out byte for byte. */
export function defaultListing(mount: Mount): string {
  if (mount === "openrouter") {
    return existsSync(file) ? readFileSync(file, "utf8") : JSON.stringify({ data: inventedOpenrouter() });
  }
  if (mount === "local") return JSON.stringify({ object: "list", data: localEntries });
  return JSON.stringify({ object: "list", data: [...chatModels, ...otherModels, ...scenarioModels].map(openaiEntry) });
}

/** A listing made of ids (each in OpenAI's shape) or of whole entries; null for Ollama's `data: null`. */
export function listingOf(models: (string | Entry)[] | null): string {
  const data = models?.map((model) => (typeof model === "string" ? openaiEntry(model) : model)) ?? null;
  return JSON.stringify({ object: "list", data });
}

/** The entry for one id in a listing. */
export function findModel(listing: string, id: string): Entry | null {
  const { data } = JSON.parse(listing) as { data: Entry[] | null };
  return data?.find((entry) => entry.id === id) ?? null;
}
