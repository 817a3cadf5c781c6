import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import Big from "big.js";
import { createFormatter, createTranslator } from "use-intl/core";
import { describe, expect, test } from "vitest";
import { factsOf, ListedFacts } from "@/lib/models/facts";
import type { ListedModel } from "@/lib/models/schema";
import { type IndexEntry, indexModels } from "../model-index.ts";
import { makeFactText } from "../use-fact-text.ts";
import { makeFactWords } from "./fact-words.ts";
import { type FactName, factNames } from "./model-facts.ts";

// A real listing of OpenRouter's; it lies beside the repository, is read in place and never copied.
const file = path.resolve(import.meta.dirname, "../../../../shared/data/openrouter-models.json");
type Entry = { id: string; name: string; context_length: number; pricing: Record<string, string> };

const priced = {
  input: "prompt",
  output: "completion",
  "cached-input": "input_cache_read",
  "cache-write": "input_cache_write",
  reasoning: "internal_reasoning",
} as const satisfies Partial<Record<FactName, string>>;

/** What is shown as the price of a million, for one: as the listing writes it. */
const forOne = (shown: string) => new Big(shown.replace(/^\$/, "")).times("0.000001").toFixed();

/** All that the pages say of models, in words of a language. */
function wordsIn(locale: "en" | "zh-CN") {
  const messages = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, `../../../messages/${locale}.json`), "utf8"),
  );
  const format = createFormatter({ locale, timeZone: "UTC" });
  // a translator made by hand knows nothing of the messages' types
  const of = (namespace: string) => createTranslator({ locale, messages, namespace }) as never;
  const text = makeFactText(of("models"), format);
  return { text, words: makeFactWords(of("browse"), text, { format, locale }) };
}

test.each([
  ["en", "A name for the newest of its kind, now Able 2", "Yes"],
  ["zh-CN", "同类最新模型的别名，现为 Able 2", "是"],
] as const)("a name for the newest of its kind says what it stands for, in %s", (locale, sentence, yes) => {
  const { text, words } = wordsIn(locale);
  const entryOf = (aliasOf?: string): IndexEntry => {
    const model = { id: "a:~able", name: "Able", alias: true as const, ...(aliasOf && { aliasOf }) };
    return { model, provider: "A", text: "", run: "" };
  };
  expect(words("alias", entryOf("Able 2"), undefined)).toBe("Able 2");
  expect(words("alias", entryOf(), undefined)).toBe(yes);
  expect(text.summary(entryOf("Able 2").model)).toBe(sentence);
});

const present = existsSync(file);
describe.skipIf(!present)(`the real listing${present ? "" : ` (${file} is not at hand)`}`, () => {
  const { data } = JSON.parse(present ? readFileSync(file, "utf8") : '{"data":[]}') as { data: Entry[] };
  const models: ListedModel[] = data.map((entry) => ({
    ...{ id: `openrouter:${entry.id}`, name: entry.name },
    ...factsOf(entry.id, ListedFacts.parse(entry)),
  }));
  const provider = { id: "openrouter", name: "OpenRouter", listedAt: null, renewing: false, problem: null, models };
  const index = indexModels({ defaultModelId: "", favourites: [], recent: [], measures: {}, providers: [provider] });
  const entries = index.groups.flatMap((group) => group.entries);

  test("each price that is shown, read back, is the listing's own to the last digit, and one that varies says so", () => {
    expect(data).toHaveLength(337);
    const { text, words } = wordsIn("en");
    let varying = 0;
    for (const [at, { id, pricing }] of data.entries()) {
      const [entry, model] = [entries[at], models[at]];
      if (!entry || !model) throw new Error(id);
      const isFree = [pricing.prompt, pricing.completion, pricing.request ?? "0"].every(
        (amount) => Number(amount) === 0,
      );
      for (const [name, field] of Object.entries(priced) as [keyof typeof priced, string][]) {
        const label = `${id} ${name}`;
        const shown = words(name, entry, undefined);
        if (pricing.prompt === "-1") expect(shown, label).toBe("varies");
        else if (pricing[field] === undefined) expect(shown, label).toBeNull();
        else if (isFree && (name === "input" || name === "output")) expect(shown, label).toBe("Free");
        else expect(forOne(shown ?? ""), label).toBe(pricing[field]);
      }
      if (pricing.prompt === "-1") varying += 1;
      expect(words("alias", entry, undefined), id).toBe(id.startsWith("~") ? "Yes" : null);
      const amounts = (text.price(model.price) ?? "").match(/\$[\d.]+/g);
      if (amounts) expect(amounts.map(forOne), id).toEqual([pricing.prompt, pricing.completion]);
      else expect(text.price(model.price), id).toBe(isFree ? "Free" : "Price varies");
    }
    expect(varying).toBeGreaterThan(0);
  });

  test.each(["en", "zh-CN"] as const)(
    "nothing that is said of any of them is a slip of arithmetic, in %s",
    (locale) => {
      const { text, words } = wordsIn(locale);
      for (const entry of entries) {
        const said = [text.summary(entry.model), ...factNames.map((name) => words(name, entry, undefined) ?? "")];
        expect(said.join("\n"), entry.model.id).not.toMatch(/NaN|undefined|null|Infinity|\de[-+]?\d|\[object|-1\b/);
      }
    },
  );
});
