import type { MetadataExtractor } from "@ai-sdk/openai-compatible";
import type { ProviderMetadata } from "ai";

const key = "switchboard";

/** Notes who ran the model for a gateway: OpenRouter names them as `provider` in every chunk. */
export const servedByExtractor: MetadataExtractor = {
  extractMetadata: async ({ parsedBody }) => metadata(nameIn(parsedBody)),
  createStreamExtractor: () => {
    let name: string | null = null;
    return {
      processChunk: (chunk) => {
        name ??= nameIn(chunk);
      },
      buildMetadata: () => metadata(name),
    };
  },
};

function nameIn(value: unknown): string | null {
  const name = (value as { provider?: unknown } | null)?.provider;
  return typeof name === "string" && name !== "" ? name : null;
}

const metadata = (servedBy: string | null) => (servedBy === null ? undefined : { [key]: { servedBy } });

/** What the extractor noted; null when nobody was named. */
export function servedBy(metadata: ProviderMetadata | undefined): string | null {
  const name = metadata?.[key]?.servedBy;
  return typeof name === "string" ? name : null;
}
