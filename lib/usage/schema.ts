/** Who says what a call cost: the provider itself, or we, from its prices. */
export type CostSource = "reported" | "estimated";

/** What one call of a model took. Null is unknown: nobody said, or what was said makes no sense. */
export type CallUsage = {
  inputTokens: number | null;
  /** of input: what the provider had from an earlier call, and what it kept for later ones */
  cachedTokens: number | null;
  cacheWriteTokens: number | null;
  outputTokens: number | null;
  /** of output: what the model thought before it answered */
  reasoningTokens: number | null;
  /** exact decimal, in US dollars */
  cost: string | null;
  /** null where the cost is */
  costSource: CostSource | null;
};

/** A call of which nothing is known. */
export const unknownUsage: Readonly<CallUsage> = {
  inputTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  cost: null,
  costSource: null,
};

/** What an answer took, as far as the page shows it beneath the answer. */
export type AnswerUsage = {
  /** input and output together */
  tokens: number | null;
  cost: string | null;
  costSource: CostSource | null;
};

/** The short form of what a call took; null when nothing of it is known. */
export function answerUsage(usage: CallUsage): AnswerUsage | null {
  const { inputTokens, outputTokens, cost, costSource } = usage;
  const tokens = inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens;
  return tokens === null && cost === null ? null : { tokens, cost, costSource };
}

/** What several calls took together. Sums are of what is known; the counts say how much of it is not. */
export type Spending = {
  answers: number;
  titles: number;
  inputTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** exact decimals, in US dollars: all that is known, and what of it is estimated */
  cost: string;
  estimatedCost: string;
  /** how many calls have an estimated cost, an unknown one, unknown tokens, and of how many nobody said these parts */
  estimated: number;
  unknownCost: number;
  unknownTokens: number;
  unknownCached: number;
  unknownReasoning: number;
};

/** What the calls of one model took. */
export type ModelSpending = Spending & { modelId: string };

/** Most days of a range that is shown day by day; a longer one is shown by months. */
export const maxDays = 100;

/** Body of `GET /api/usage`: what a person's calls took in a range of days of their time zone. */
export type UsageReport = {
  /** IANA name */
  zone: string;
  /** the first and the last day, `YYYY-MM-DD` */
  from: string;
  to: string;
  unit: "day" | "month";
  total: Spending;
  /** those that were used, the dearest first */
  models: ModelSpending[];
  /** every day (`YYYY-MM-DD`) or month (`YYYY-MM`) of the range in order, also those without a call */
  periods: { start: string; models: ModelSpending[] }[];
};

/** Ranges that can be chosen, in days up to today; 0 for all there is. */
export const ranges = [7, 30, 90, 0] as const;
export type Range = (typeof ranges)[number];
export const defaultRange: Range = 30;

/** The range that an address names; the usual one when it names none of them. */
export function parseRange(text: string | null | undefined): Range {
  return ranges.find((range) => text === (range === 0 ? "all" : String(range))) ?? defaultRange;
}

/** How addresses name a range. */
export function rangeName(range: Range): string {
  return range === 0 ? "all" : String(range);
}
