import type { MetadataExtractor } from "@ai-sdk/openai-compatible";
import type { ProviderMetadata } from "ai";
import { readSources, type Source, withSources } from "./sources.ts";

const key = "switchboard";

/**
 * Notes what the package leaves unread in a gateway's answer: who ran the model (OpenRouter names them as `provider`
 * in every chunk), and the sources.
 */
export const reportedExtractor: MetadataExtractor = {
  extractMetadata: async ({ parsedBody }) => metadata(nameIn(parsedBody), readSources(parsedBody)),
  createStreamExtractor: () => {
    let name: string | null = null;
    let sources: Source[] = [];
    return {
      processChunk: (chunk) => {
        name ??= nameIn(chunk);
        sources = withSources(sources, readSources(chunk));
      },
      buildMetadata: () => metadata(name, sources),
    };
  },
};

function nameIn(value: unknown): string | null {
  const name = (value as { provider?: unknown } | null)?.provider;
  return typeof name === "string" && name !== "" ? name : null;
}

function metadata(servedBy: string | null, sources: Source[]) {
  if (servedBy === null && sources.length === 0) return undefined;
  return { [key]: { ...(servedBy !== null && { servedBy }), ...(sources.length > 0 && { sources }) } };
}

/** Who ran the model, as the extractor noted it; null when nobody was named. */
export function servedBy(metadata: ProviderMetadata | undefined): string | null {
  const name = metadata?.[key]?.servedBy;
  return typeof name === "string" ? name : null;
}

/** The sources that the extractor noted. */
export function reportedSources(metadata: ProviderMetadata | undefined): Source[] {
  return (metadata?.[key]?.sources as Source[] | undefined) ?? [];
}
