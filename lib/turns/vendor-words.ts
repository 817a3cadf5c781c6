import { APICallError, StreamProviderError } from "ai";

// What providers put into their errors. Nothing here trusts it: codes are compared, words are cleaned.

/** One field of a value that may be anything. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The `error` object of a provider's refusal, or of an error in the middle of its stream. */
export function errorBody(error: unknown): unknown {
  if (StreamProviderError.isInstance(error)) return field(error.data, "error") ?? error.data;
  if (!APICallError.isInstance(error)) return undefined;
  try {
    const parsed: unknown = JSON.parse(error.responseBody ?? "");
    return field(parsed, "error") ?? parsed;
  } catch {
    // what the package made of the body; OpenRouter's `metadata` is not in it any more
    return field(error.data, "error") ?? error.data;
  }
}

/** The HTTP status of a failed call; of an error within a stream, or within a 200, the one it speaks of itself. */
export function errorStatus(error: unknown): number | undefined {
  if (!APICallError.isInstance(error) && !StreamProviderError.isInstance(error)) return undefined;
  const told = field(errorBody(error), "code");
  if (typeof told === "number" && Number.isInteger(told) && told >= 400 && told < 600) return told;
  return error.statusCode;
}

/** Longest piece of a provider's own words that is shown, in characters. */
const longest = 200;

/**
 * What a provider said of an error in the middle of its stream, fit to be shown: plain text, no markup, no addresses,
 * nothing that looks like a key. Undefined when it said nothing; refusals say enough by their status.
 */
export function saidByProvider(error: unknown): string | undefined {
  if (!StreamProviderError.isInstance(error)) return undefined;
  const message = field(errorBody(error), "message");
  if (typeof message !== "string") return undefined;
  const plain = message
    .slice(0, 20 * longest) // a message may be megabytes long
    .toWellFormed()
    .replace(/<[^>]*>/g, " ")
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "…")
    .replace(/[\w*+/=.-]{20,}/g, (word) => (/[\d*]/.test(word) ? "…" : word))
    .replace(/\b(sk|pk|key|org|proj|req)[-_][\w*-]+/gi, "…")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  if (!/[\p{L}\p{N}]/u.test(plain)) return undefined;
  return plain.length > longest ? `${plain.slice(0, longest - 1).toWellFormed()}…` : plain;
}
