import { type ModelMessage, experimental_streamLanguageModelCall as streamCall } from "ai";
import { type Fetch, withFetch } from "../models/call-fetch.ts";
import type { ResolvedModel } from "../models/registry.ts";
import type { ParameterName } from "../models/schema.ts";

/** A request as it would go to the provider, without its key. */
export type WireRequest = {
  /** without credentials */
  url: string;
  body: Record<string, unknown>;
  /** whether a key goes along */
  keyed: boolean;
};

/**
 * The request that the provider's package makes of a question, found out by having it make one and not sending it: names,
 * roles and all else are its own. Null where no request is made, because the model runs here.
 */
export async function wireRequest(
  { model, provider }: ResolvedModel,
  systemTexts: string[],
  messages: ModelMessage[],
  parameters: Record<string, unknown>,
): Promise<WireRequest | null> {
  let noted: WireRequest | null = null;
  const note: Fetch = async (input, init) => {
    noted ??= readRequest(String(input instanceof Request ? input.url : input), init);
    throw new Error("not to be sent");
  };
  const { known, others } = callSettings(parameters);
  const controller = new AbortController();
  const call = () =>
    streamCall({
      model: provider.languageModel(model),
      messages,
      ...(systemTexts.length > 0 && {
        instructions: systemTexts.map((content) => ({ role: "system" as const, content })),
      }),
      ...known,
      abortSignal: controller.signal,
    });
  try {
    const { stream } = await withFetch(note, call);
    // one part is enough: either the request was made by then, or there is none
    for await (const _ of stream) break;
  } catch {
    // as it was told
  }
  controller.abort();
  const request = noted as WireRequest | null;
  return request && { ...request, body: { ...request.body, ...others } };
}

function readRequest(address: string, init: RequestInit | undefined): WireRequest {
  const { origin, pathname } = new URL(address);
  const body = JSON.parse(String(init?.body)) as Record<string, unknown>;
  return { url: origin + pathname, body, keyed: new Headers(init?.headers).has("authorization") };
}

type CallSettings = Pick<
  Parameters<typeof streamCall>[0],
  | "temperature"
  | "topP"
  | "maxOutputTokens"
  | "frequencyPenalty"
  | "presencePenalty"
  | "seed"
  | "stopSequences"
  | "providerOptions"
>;

/** How the AI SDK is told each parameter. */
const settingOf: Record<ParameterName, (value: never) => CallSettings> = {
  temperature: (temperature: number) => ({ temperature }),
  topP: (topP: number) => ({ topP }),
  maxTokens: (maxOutputTokens: number) => ({ maxOutputTokens }),
  frequencyPenalty: (frequencyPenalty: number) => ({ frequencyPenalty }),
  presencePenalty: (presencePenalty: number) => ({ presencePenalty }),
  seed: (seed: number) => ({ seed }),
  stop: (stopSequences: string[]) => ({ stopSequences }),
  reasoningEffort: (reasoningEffort: string) => ({
    providerOptions: { openai: { reasoningEffort }, openaiCompatible: { reasoningEffort } },
  }),
};

// what has another name goes along under it: better said too much than not at all
function callSettings(parameters: Record<string, unknown>) {
  const entries = Object.entries(parameters);
  const known = entries.flatMap(([name, value]) =>
    Object.hasOwn(settingOf, name) ? [settingOf[name as ParameterName](value as never)] : [],
  );
  const others = entries.filter(([name]) => !Object.hasOwn(settingOf, name));
  return { known: Object.assign({}, ...known) as CallSettings, others: Object.fromEntries(others) };
}
