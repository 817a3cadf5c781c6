import { AsyncLocalStorage } from "node:async_hooks";
import type { LanguageModelV4 } from "@ai-sdk/provider";

/** The `fetch` a provider package is given: the turn watches and ends its requests through it. */
export type Fetch = typeof globalThis.fetch;

const fetchOfCall = new AsyncLocalStorage<Fetch>();

/** The `fetch` that packages are given once: it is that of the call in which it is used. */
export const callFetch: Fetch = (input, init) => (fetchOfCall.getStore() ?? fetch)(input, init);

/** Calls a model; requests that its package makes in `call` go through `fetch`. */
export function withFetch<Result>(fetch: Fetch, call: () => Result): Result {
  return fetchOfCall.run(fetch, call);
}

/** People may type any id: what is kept must end somewhere. */
const maxKept = 200;

/**
 * Makes each model of a provider once. A package builds the schemas of its answers with each model, and compiles them
 * with the first of these: more work than all the rest of a short call.
 */
export function keepModels(make: (model: string) => LanguageModelV4): (model: string) => LanguageModelV4 {
  const kept = new Map<string, LanguageModelV4>();
  return (model) => {
    const found = kept.get(model);
    if (found) return found;
    if (kept.size >= maxKept) kept.clear();
    const made = make(model);
    kept.set(model, made);
    return made;
  };
}
