import { setImmediate as rest } from "node:timers/promises";
import { z } from "zod";
import { factsOf, ListedFacts } from "./facts.ts";
import type { ProviderModel, ProviderModels } from "./provider.ts";
import { maxModelIdLength } from "./schema.ts";

const timeoutMs = 10_000;
const maxBytes = 16 * 1024 * 1024;
const maxModels = 50_000;
/** After so many entries the process turns to other things for a moment: a list of 50,000 takes a second. */
const entriesAtOnce = 250;

// OpenAI, OpenRouter, Ollama, vLLM and llama.cpp all answer in this shape, with more fields each; Ollama says
// `data: null` when nothing is installed (a nil slice in Go)
const Listing = z.object({ data: z.array(z.unknown()).nullable() });
const Entry = z.object({
  id: z.string().min(1).max(maxModelIdLength),
  name: z.string().min(1).max(300).optional().catch(undefined),
  ...ListedFacts.shape,
});
type Entry = z.infer<typeof Entry>;

/** Why a provider's list could not be had. */
export class ListingError extends Error {
  readonly problem: "key_refused" | "unreachable" | "invalid" | "too_long";

  constructor(problem: ListingError["problem"], options?: ErrorOptions) {
    super(`model listing: ${problem}`, options);
    this.problem = problem;
  }
}

/** Reads `GET {baseURL}/models`; what cannot chat is left out. @throws ListingError */
export async function fetchListing(baseURL: string, apiKey: string | undefined): Promise<ProviderModels> {
  const response = await request(`${baseURL}/models`, apiKey);
  const parsed = Listing.safeParse(parseJson(await readText(response)));
  if (!parsed.success) throw new ListingError("invalid");
  const models = new Map<string, ProviderModel>();
  const all = parsed.data.data ?? [];
  const items = all.slice(0, maxModels);
  let readable = items.length === 0;
  for (const [index, item] of items.entries()) {
    if (index % entriesAtOnce === entriesAtOnce - 1) await rest();
    const entry = Entry.safeParse(item);
    readable ||= entry.success;
    if (entry.success && canChat(entry.data)) {
      const { id, name = id } = entry.data;
      models.set(id, { model: id, name, facts: factsOf(id, entry.data) });
    }
  }
  // a list of nothing but nonsense is none, and must not take the place of the last good one
  if (!readable) throw new ListingError("invalid");
  return { models: [...models.values()], cut: all.length > maxModels };
}

async function request(url: string, apiKey: string | undefined): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: "application/json", ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error", // the key goes to the configured address and to no other
    });
  } catch (cause) {
    throw new ListingError("unreachable", { cause });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 401 || response.status === 403) throw new ListingError("key_refused");
  throw new ListingError(response.status >= 500 ? "unreachable" : "invalid");
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new ListingError("too_long");
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (cause) {
    throw cause instanceof ListingError ? cause : new ListingError("unreachable", { cause });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ListingError("invalid", { cause });
  }
}

// OpenAI's listing says nothing but the id; these name its families (and others that say what they are for) that have no
// chat completions
const noChat =
  /(^|[-/:_])(text-)?(embed(ding)?s?|whisper|tts|dall-e|moderation|transcribe|gpt-image|chatgpt-image|sora|realtime|rerank(er)?|babbage|davinci|instruct-gpt|computer-use|o\d+(-mini)?-deep-research)([-/:_.\d]|$)|^gpt-3\.5-turbo-instruct/i;

// Families that make pictures, speak or write down what is said, as their makers on Hugging Face spell them
const makesOther =
  /(^|[-/:_])(flux[-.]?([12]|dev|schnell|pro|kontext|krea)|stable-diffusion|sd(xl|-turbo|3(\.5)?)|kokoro(-82m|-v?\d|-tts|$)|parakeet(-tdt|-ctc|-rnnt|$))([-/:_.\d]|$)/i;

// Families that local servers have for embeddings, as their makers and Ollama's library spell them
const embeds =
  /(^|[-/:_])(embeddinggemma|bge|minilm|mpnet|paraphrase-multilingual|e5-(small|base|large|mistral)|jina-(clip|embeddings)|gte-(tiny|small|base|large|multilingual|modernbert|qwen\d))([-/:_.\d]|$)/i;

/** Whether a listed model writes text in a chat: by what the listing says, else by the name of its family. */
export function canChat(entry: Pick<Entry, "id" | "architecture">): boolean {
  const outputs = entry.architecture?.output_modalities;
  if (outputs) return outputs.includes("text");
  const name = baseOf(entry.id);
  return ![noChat, makesOther, embeds].some((families) => families.test(name));
}

/** The model that a fine-tuned one of OpenAI's began from: `ft:{base}:{organisation}:{suffix}:{id}`, of one's own words. */
function baseOf(id: string): string {
  return /^ft:([^:]+)/i.exec(id)?.[1] ?? id;
}
