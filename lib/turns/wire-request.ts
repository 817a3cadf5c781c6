import { type Fetch, withFetch } from "../models/call-fetch.ts";
import { callModel, type ModelCall } from "./call-model.ts";

/** A request as it would go to the provider, without its key. */
export type WireRequest = {
  /** without credentials */
  url: string;
  body: Record<string, unknown>;
  /** whether a key goes along */
  keyed: boolean;
};

/**
 * The request that the provider's package makes of a call, found out by having it make one and not sending it: names,
 * roles and all else are its own. Null where no request is made, because the model runs here.
 */
export async function wireRequest(call: ModelCall): Promise<WireRequest | null> {
  let noted: WireRequest | null = null;
  const note: Fetch = async (input, init) => {
    noted ??= readRequest(String(input instanceof Request ? input.url : input), init);
    throw new Error("not to be sent");
  };
  const controller = new AbortController();
  try {
    const { stream } = await withFetch(note, () => callModel(call, { abortSignal: controller.signal }));
    // one part is enough: either the request was made by then, or there is none
    for await (const _ of stream) break;
  } catch {
    // as it was told
  }
  controller.abort();
  return noted;
}

function readRequest(address: string, init: RequestInit | undefined): WireRequest {
  const { origin, pathname } = new URL(address);
  const body = JSON.parse(String(init?.body)) as Record<string, unknown>;
  return { url: origin + pathname, body, keyed: new Headers(init?.headers).has("authorization") };
}
