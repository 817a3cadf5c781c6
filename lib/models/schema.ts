import * as z from "zod/mini";

/** What a model can be given to read. */
export type Modality = "text" | "image" | "file" | "audio" | "video";

/** A parameter that can be set for a conversation. */
export type ParameterName =
  | "temperature"
  | "topP"
  | "maxTokens"
  | "frequencyPenalty"
  | "presencePenalty"
  | "seed"
  | "stop"
  | "reasoningEffort";

/** Exact decimals, in US dollars: for one token, or for one request. */
export type FixedPrice = {
  input: string;
  output: string;
  /** of input that the provider has from an earlier call, and for keeping it there */
  cachedInput?: string;
  cacheWrite?: string;
  /** of thoughts, where they cost something else than the answer */
  reasoning?: string;
  request?: string;
  /** what a token costs of a call with a long input; the shortest one first */
  above?: PriceAbove[];
};

/** The price of all tokens of a call whose input has more than so many. */
export type PriceAbove = Pick<FixedPrice, "input" | "output" | "cachedInput" | "cacheWrite"> & { tokens: number };

/**
 * What a model costs; `varies` for a router, which costs what the model costs that it picks, and for a price that hangs on
 * more than the tokens, such as the time of day.
 */
export type ModelPrice = FixedPrice | "varies";

/** What one token costs of a call with so many tokens of input. */
export function priceFor(price: FixedPrice, inputTokens: number): FixedPrice {
  const above = price.above?.findLast(({ tokens }) => inputTokens > tokens);
  if (!above) return price;
  const { cachedInput, cacheWrite, ...rest } = price;
  return { ...rest, ...above };
}

/** What is known of a model. What is absent is unknown, and is shown as unknown. */
export type ModelFacts = {
  /** tokens of question and answer together */
  contextLength?: number;
  /** tokens of an answer */
  maxOutput?: number;
  inputs?: Modality[];
  /** those of ours that it takes */
  parameters?: ParameterName[];
  tools?: boolean;
  /** thinks before it answers */
  reasons?: boolean;
  /** how much thinking can be asked of it, in the provider's words */
  efforts?: string[];
  price?: ModelPrice;
  /** seconds since 1970 */
  createdAt?: number;
  /** the day, `YYYY-MM-DD`, from which on the provider does not offer it any more */
  endsOn?: string;
  /** a name for whatever model is the newest of its kind */
  alias?: true;
  /** the name of the model that it stands for now, where the provider says so */
  aliasOf?: string;
};

/** A model as the picker shows it. */
export type ListedModel = ModelFacts & {
  /** `provider:model`, exactly as the provider spells the model */
  id: string;
  name: string;
};

/** What became of asking one provider for its models. */
export type ProviderListing = {
  id: string;
  name: string;
  models: ListedModel[];
  /** when the list was had, in ISO 8601; null for none */
  listedAt: string | null;
  /** the provider is being asked again just now */
  renewing: boolean;
  /** why the list is missing or old; `pending` when it has not come yet, null when it is fresh */
  problem: "key_refused" | "unreachable" | "invalid" | "too_long" | "pending" | null;
  /** the provider lists more than these */
  cut?: true;
  /** what is not listed is known by the table of OpenAI's models, with prices where OpenAI itself is asked */
  openaiTable?: { prices: boolean };
};

/** How a model has done in this server's own turns lately. */
export type ModelMeasures = {
  /** how many turns that is */
  turns: number;
  /** share of them that failed or broke off, 0 to 1 */
  failures: number;
  /** median until the first token, in milliseconds; null when no answer came whole */
  firstTokenMs: number | null;
  /** median of the pace from then on; null when nobody said how many tokens there were */
  tokensPerSecond: number | null;
};

/** What is known of models beside their providers' lists: the person's own, and how they have done. */
type BesideTheLists = {
  defaultModelId: string;
  /** ids of the models that the person has marked, the last marked one first; they need not be listed any more */
  favourites: string[];
  /** ids of the models of the person's last conversations, the last one first */
  recent: string[];
  /** by model id */
  measures: Record<string, ModelMeasures>;
};

/** Body of `GET /api/models`: the lists. They are long, everybody's, and change rarely. */
export type ModelCatalogue = {
  /** of exactly these lists */
  version: string;
  providers: Pick<ProviderListing, "id" | "name" | "models">[];
};

/** Body of `GET /api/models/state`: all but the lists. */
export type ModelState = BesideTheLists & {
  /** of the lists that belong to it */
  version: string;
  providers: Omit<ProviderListing, "models">[];
};

/** Everything that the page knows of models: both bodies put together. */
export type ModelListing = BesideTheLists & { providers: ProviderListing[] };

/** Longest model id that is looked at, in characters. */
export const maxModelIdLength = 300;

/** The provider's part and the model's part of `provider:model`; null when there is no such split. */
export function splitModelId(modelId: string): { providerId: string; model: string } | null {
  const colon = modelId.indexOf(":");
  if (colon < 1 || colon === modelId.length - 1 || modelId.length > maxModelIdLength) return null;
  return { providerId: modelId.slice(0, colon), model: modelId.slice(colon + 1) };
}

// OpenRouter's suffixes that say how to run a model, not which one: its list has the model alone
const dynamicSuffix = /^([^:]+:[^/]+\/.+):(nitro|floor|online|exacto)$/;

/**
 * What a list says of a model; undefined for one that is not in it. One with a suffix of OpenRouter's that is not listed
 * itself has the facts of the one that it stands behind, and a name that tells them apart. Its price, too, but for
 * `online`: the search costs what no list tells.
 */
export function findListed(models: Pick<ReadonlyMap<string, ListedModel>, "get">, id: string): ListedModel | undefined {
  const listed = models.get(id);
  if (listed) return listed;
  const [, base, suffix] = dynamicSuffix.exec(id) ?? [];
  const known = base === undefined ? undefined : models.get(base);
  if (!known) return undefined;
  const { price, ...facts } = known;
  return { ...facts, id, name: `${known.name} (${suffix})`, ...(price && suffix !== "online" && { price }) };
}

const keyPages: Record<string, string> = {
  "api.openai.com": "https://platform.openai.com/api-keys",
  "openrouter.ai": "https://openrouter.ai/settings/keys",
};

/** Where the keys of the service at a host are made and topped up, when it is a known one. */
export function keyPage(host: string | number | undefined): string | undefined {
  return typeof host === "string" && Object.hasOwn(keyPages, host) ? keyPages[host] : undefined;
}

/** As many models stand among those used lately. */
export const maxRecent = 5;

/** As many models as a person can mark. */
export const maxFavourites = 200;

/** Body of `PUT /api/models/favourites`. */
export const FavouriteChange = z.strictObject({
  modelId: z.string(),
  favourite: z.boolean(),
});
export type FavouriteChange = z.infer<typeof FavouriteChange>;
