import type { ResolvedModel } from "../models/registry.ts";
import { beginSpan } from "../telemetry/trace.ts";
import type { Seen } from "./ending.ts";

/**
 * The span of one call to a provider, named and described as OpenTelemetry's conventions for generative AI have it, and as
 * the AI SDK does for its own calls: the smallest of them, which answers are made with, tells nobody of itself.
 */
export function beginCallSpan({ model, provider }: ResolvedModel): {
  within: <Result>(work: () => Result) => Result;
  end: (seen: Seen, aborted: boolean) => void;
} {
  const span = beginSpan(`chat ${model}`, {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": provider.id,
    "gen_ai.request.model": model,
  });
  return {
    within: span.within,
    end: ({ served, finishReason, usage, error }, aborted) => {
      span.set({
        ...(served.model !== null && { "gen_ai.response.model": served.model }),
        ...(served.responseId !== null && { "gen_ai.response.id": served.responseId }),
        ...(finishReason && { "gen_ai.response.finish_reasons": finishReason }),
        ...(usage?.inputTokens !== undefined && { "gen_ai.usage.input_tokens": usage.inputTokens }),
        ...(usage?.outputTokens !== undefined && { "gen_ai.usage.output_tokens": usage.outputTokens }),
      });
      if (aborted) span.end("aborted");
      else span.end(error === null ? undefined : error instanceof Error ? error.name : "unknown");
    },
  };
}
