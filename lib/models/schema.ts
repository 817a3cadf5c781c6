/** A model as the picker shows it. */
export type ListedModel = {
  /** `provider:model`, exactly as the provider spells the model */
  id: string;
  name: string;
  providerId: string;
};

/** What became of asking one provider for its models. */
export type ProviderListing = {
  id: string;
  name: string;
  models: ListedModel[];
  /** why the list is missing or old; `pending` when it has not come yet, null when it is fresh */
  problem: "key_refused" | "unreachable" | "invalid" | "pending" | null;
};

/** Body of `GET /api/models`. */
export type ModelListing = { providers: ProviderListing[]; defaultModelId: string };

/** Longest model id that is looked at, in characters. */
export const maxModelIdLength = 300;

/** The provider's part and the model's part of `provider:model`; null when there is no such split. */
export function splitModelId(modelId: string): { providerId: string; model: string } | null {
  const colon = modelId.indexOf(":");
  if (colon < 1 || colon === modelId.length - 1 || modelId.length > maxModelIdLength) return null;
  return { providerId: modelId.slice(0, colon), model: modelId.slice(colon + 1) };
}

const keyPages: Record<string, string> = {
  "api.openai.com": "https://platform.openai.com/api-keys",
  "openrouter.ai": "https://openrouter.ai/settings/keys",
};

/** Where the keys of the service at a host are made and topped up, when it is a known one. */
export function keyPage(host: string | number | undefined): string | undefined {
  return typeof host === "string" && Object.hasOwn(keyPages, host) ? keyPages[host] : undefined;
}
