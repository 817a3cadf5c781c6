import { expect, test } from "vitest";
import type { ListedModel, ModelListing, ProviderListing } from "@/lib/models/schema";
import { dollars, type ModelFilters, noFilters, perMillion } from "./facts.ts";
import { findModel, firstChoice, matchModels, modelName, rowAtIndex, rowMovedTo } from "./match-models.ts";
import { indexModels } from "./model-index.ts";

const listing: ModelListing = {
  defaultModelId: "openai:gpt-5",
  favourites: [],
  recent: [],
  measures: {},
  providers: [
    {
      ...{ id: "openai", name: "OpenAI", problem: null, listedAt: null, renewing: false },
      models: [
        { id: "openai:gpt-5", name: "GPT-5" },
        { id: "openai:gpt-5-mini", name: "GPT-5 mini" },
      ],
    },
    { id: "home", name: "At home", problem: "unreachable", listedAt: null, renewing: false, models: [] },
  ],
};
const index = indexModels(listing);
const ids = (query: string) => matchModels(index, query).rows.flatMap((row) => ("id" in row ? [row.id] : []));

test("every word counts, in any order and case, in name, id and provider", () => {
  expect(ids("MINI gpt")).toContain("openai:gpt-5-mini");
  expect(matchModels(index, "mini gpt").matches).toBe(1);
  expect(matchModels(index, "openai").matches).toBe(2);
  expect(matchModels(index, "").rows.map(({ kind }) => kind)).toEqual([
    "provider",
    "problem",
    "provider",
    "option",
    "option",
  ]);
});

test("positions run through all options", () => {
  const { rows, options } = matchModels(index, "gpt-5");
  expect(rows.flatMap((row) => ("position" in row ? [row.position] : []))).toEqual([1, 2, 3, 4].slice(0, options));
});

test("an id that is not listed can be used: with each provider, or as it is when it names one", () => {
  expect(ids("Qwen/QwQ-32B")).toEqual(["openai:Qwen/QwQ-32B", "home:Qwen/QwQ-32B"]);
  expect(ids("home:llama3:8b")).toEqual(["home:llama3:8b"]);
  expect(ids("openai:")).toEqual(["openai:gpt-5", "openai:gpt-5-mini", "openai:openai:", "home:openai:"]);
});

test("a word is found however it is separated, where nobody has it as it was typed, and not from one text over to the next", () => {
  const models = [
    { id: "openrouter:openai/gpt-4o", name: "OpenAI: GPT-4o" },
    { id: "openrouter:anthropic/claude-sonnet-4.5", name: "Anthropic: Claude Sonnet 4.5" },
    { id: "openrouter:z-ai/glm-4.5-air", name: "Z.AI: GLM 4.5 Air" },
  ];
  const [openai, home] = listing.providers as [ProviderListing, ProviderListing];
  const more = indexModels({ ...listing, providers: [openai, { ...home, id: "openrouter", models }] });
  const found = (query: string) => {
    const { rows } = matchModels(more, query);
    return rows.flatMap((row) => (row.kind === "option" ? [row.id.replace(/^.*[/:]/, "")] : []));
  };
  expect(found("gpt4o")).toEqual(["gpt-4o"]);
  expect(found("gpt_4.o")).toEqual(["gpt-4o"]);
  expect(found("sonnet45")).toEqual(["claude-sonnet-4.5"]);
  expect(found("claude-4.5")).toEqual([]);
  expect(found("glm45air zai")).toEqual(["glm-4.5-air"]);
  expect(found("gpt5mini openai")).toEqual(["gpt-5-mini"]);
  // as it was typed comes before all: what is found so is all there is
  expect(found("4.5-air")).toEqual(["glm-4.5-air"]);
  const exact = indexModels({
    ...listing,
    providers: [{ ...home, models: [{ id: "home:gpt5", name: "gpt5" }] }, openai],
  });
  expect(matchModels(exact, "gpt5").matches).toBe(1);
  expect(matchModels(exact, "gpt.5").matches).toBe(3);
  // the end of the name and the beginning of the id
  expect(found("4oopenrouter")).toEqual([]);
  // what is short stands everywhere
  expect(found("4-o")).toEqual([]);
  expect(found("-")).toHaveLength(5);
});

test("an id that nobody lists is chosen by itself only when it looks like one, or when nothing is listed", () => {
  const choice = (query: string, of = index) => firstChoice(of, query, matchModels(of, query), "openai:gpt-5-mini");
  expect(choice("")).toBe(1);
  expect(choice("mini")).toBe(0);
  expect(choice("sonet")).toBe(-1);
  expect(choice("no such model")).toBe(-1);
  expect(choice("Qwen/QwQ-32B")).toBe(0);
  expect(choice("home:llama")).toBe(0);
  const unlisted = indexModels({ ...listing, providers: listing.providers.map((of) => ({ ...of, models: [] })) });
  expect(choice("llama", unlisted)).toBe(0);
});

test("a model under a suffix of OpenRouter's has the facts of the one that is listed, and its own id", () => {
  const models: ListedModel[] = [
    { id: "openrouter:a/m", name: "A: M", contextLength: 7 },
    { id: "openrouter:a/m:exacto", name: "A: M exactly" },
  ];
  const [openai] = listing.providers as [ProviderListing];
  const router = { ...listing, providers: [{ ...openai, id: "openrouter", models }] };
  expect(findModel(router, "openrouter:a/m:nitro")).toEqual({
    ...{ id: "openrouter:a/m:nitro", name: "A: M (nitro)", contextLength: 7 },
  });
  expect(findModel(router, "openrouter:a/m:exacto")).toBe(models[1]);
  expect(findModel(router, "openrouter:a/m:thinking")).toBeUndefined();
});

test("a listed id, and words that are no id, are not offered as typed", () => {
  expect(ids("openai:gpt-5-mini")).toEqual(["openai:gpt-5-mini"]);
  expect(ids("no such model")).toEqual([]);
  expect(ids("x".repeat(300))).toEqual([]);
});

test("a provider's problem is told whatever is searched", () => {
  expect(matchModels(index, "gpt").rows).toContainEqual(
    expect.objectContaining({ kind: "problem", problem: "unreachable" }),
  );
});

test("a model is named as listed, else by its raw id", () => {
  expect(modelName(listing, "openai:gpt-5")).toBe("GPT-5");
  expect(modelName(listing, "home:Llama")).toBe("home:Llama");
  expect(modelName(null, "home:Llama")).toBe("home:Llama");
});

test("favourites and those used lately come first, each model once, though its provider does not list it", () => {
  const marked = { ...listing, favourites: ["openai:gone", "openai:gpt-5-mini"], recent: ["openai:gpt-5-mini", "x:y"] };
  const { rows, matches } = matchModels(indexModels(marked), "");
  expect(rows.map((row) => ("id" in row ? row.id : row.kind))).toEqual([
    ...["favourites", "openai:gone", "openai:gpt-5-mini", "provider", "problem", "provider", "openai:gpt-5"],
  ]);
  expect(matches).toBe(3);
  expect(rows[1]).toMatchObject({ model: { id: "openai:gone", name: "gone" } });
  // nothing is known of it, and so no filter lets it through; and it is searched like others
  expect(matchModels(indexModels(marked), "", { ...noFilters, tools: true }).rows).not.toContainEqual(rows[1]);
  expect(matchModels(indexModels(marked), "gone").rows.filter((row) => "id" in row)).toMatchObject([
    { kind: "option", id: "openai:gone" },
    { kind: "typed", id: "home:gone" },
  ]);
  const lately = matchModels(indexModels({ ...listing, recent: ["openai:gpt-5"] }), "gpt-5");
  expect(lately.rows[0]).toEqual({ kind: "recent" });
  expect(lately.rows[1]).toMatchObject({ id: "openai:gpt-5", position: 1 });
});

test("what is known without a list stands beside a favourite that no list has, and a list that was cut says so", () => {
  const [openai, home] = listing.providers as [ProviderListing, ProviderListing];
  const provider: ProviderListing = { ...openai, models: [], openaiTable: { prices: true }, cut: true };
  const { rows } = matchModels(
    indexModels({ ...listing, providers: [provider, { ...home, problem: null }], favourites: ["openai:gpt-4o"] }),
    "",
  );
  expect(rows).toMatchObject([
    { kind: "favourites" },
    { model: { id: "openai:gpt-4o", name: "gpt-4o", contextLength: 128_000 } },
    { kind: "provider", provider: { id: "openai" } },
    { kind: "problem", problem: "cut" },
  ]);
});

test("the model in use stands in sight before anything is searched for, unless it does already", () => {
  const idsWith = (lists: Partial<typeof listing>, query: string, inUse: string) =>
    matchModels(indexModels({ ...listing, ...lists }), query, undefined, inUse).rows.map((row) =>
      "id" in row ? row.id : row.kind,
    );
  const others = ["provider", "problem", "provider"];
  expect(idsWith({ recent: ["openai:gpt-5-mini"] }, "", "openai:gpt-5")).toEqual([
    ...["in-use", "openai:gpt-5", "recent", "openai:gpt-5-mini", "provider", "problem"],
  ]);
  expect(idsWith({ recent: ["openai:gpt-5"] }, "", "openai:gpt-5")).toEqual([
    ...["recent", "openai:gpt-5", ...others, "openai:gpt-5-mini"],
  ]);
  expect(idsWith({}, "gpt-5", "openai:gpt-5")).not.toContain("in-use");
  expect(idsWith({}, "", "home:not-listed")).not.toContain("in-use");
});

const able: ListedModel = {
  ...{ id: "a:able", name: "Able", contextLength: 200_000, inputs: ["text", "image"], tools: true, reasons: true },
  price: { input: "0", output: "0" },
};
const dear: ListedModel = {
  ...{ id: "a:dear", name: "Dear", contextLength: 1_000_000, inputs: ["text"], tools: true, reasons: false },
  price: { input: "0.000001", output: "0.000015" },
};
const router: ListedModel = { id: "a:router", name: "Router", price: "varies" };
const unknown: ListedModel = { id: "a:unknown", name: "Unknown" };

test.each<[string, Partial<ModelFilters>, ListedModel[]]>([
  ["nothing", {}, [able, dear, router, unknown]],
  ["images", { vision: true }, [able]],
  ["tools", { tools: true }, [able, dear]],
  ["reasoning", { reasons: true }, [able]],
  ["free ones", { free: true }, [able]],
  ["context", { minContext: 1_000_000 }, [dear]],
  ["a price, the limit included", { maxPrice: 15 }, [able, dear]],
  ["a lower price", { maxPrice: 14.99 }, [able]],
  ["all together", { vision: true, tools: true, reasons: true, free: true, minContext: 200_000, maxPrice: 0 }, [able]],
])("filtered for %s: what is unknown of a model is not there", (_, filters, expected) => {
  const [first] = listing.providers;
  const all = { ...listing, providers: [{ ...(first as ProviderListing), models: [able, dear, router, unknown] }] };
  const { rows } = matchModels(indexModels(all), "", { ...noFilters, ...filters });
  expect(rows.flatMap((row) => (row.kind === "option" ? [row.model] : []))).toEqual(expected);
});

test.each([
  ["0.0000014", "$1.40"],
  ["0.000015", "$15"],
  ["0.000000075", "$0.075"],
  ["0.00000000000000000123", "$0.00000000000123"],
  ["0", "$0"],
])("%s for a token is %s for a million", (amount, shown) => {
  expect(dollars(perMillion(amount))).toBe(shown);
});

test("the option that was moved to stays the one when a mark moves the rows; in the place of one that is gone is the next", () => {
  const moved = { id: "openai:gpt-5-mini", index: 1 };
  const marked = indexModels({ ...listing, favourites: ["openai:gpt-5-mini"] });
  const after = matchModels(marked, "").rows;
  expect(rowMovedTo(after, moved)).toMatchObject({ id: "openai:gpt-5-mini", position: 1 });
  expect(rowAtIndex(after, 1)).toMatchObject({ id: "openai:gpt-5" });
  expect(rowMovedTo(after, { id: "gone", index: 0 })).toMatchObject({ position: 1 });
  expect(rowMovedTo(after, { id: "gone", index: 7 })).toMatchObject({ position: 2 });
  expect(rowMovedTo([], moved)).toBeUndefined();
});

test("a model under a suffix stands among the favourites, the model in use and those used lately, as it was asked for", () => {
  const [openai] = listing.providers as [ProviderListing];
  const models = [{ id: "openrouter:a/m", name: "A: M" }];
  const lists = { ...listing, providers: [openai, { ...openai, id: "openrouter", name: "OpenRouter", models }] };
  const kinds = (change: Partial<ModelListing>, query = "", inUse?: string) =>
    matchModels(indexModels({ ...lists, ...change }), query, noFilters, inUse).rows.flatMap((row) =>
      "id" in row ? [row.id] : row.kind === "provider" ? [] : [row.kind],
    );
  const nitro = "openrouter:a/m:nitro";
  const listed = ["openai:gpt-5", "openai:gpt-5-mini", "openrouter:a/m"];
  expect(kinds({ favourites: [nitro] })).toEqual(["favourites", nitro, ...listed]);
  expect(kinds({}, "", nitro)).toEqual(["in-use", nitro, ...listed]);
  expect(kinds({ recent: [nitro, "openrouter:a/absent:nitro"] })).toEqual([
    ...["recent", nitro, "openrouter:a/absent:nitro", ...listed],
  ]);
  // found by its suffix, once; where it is not one of these it is still what was typed
  expect(kinds({ recent: [nitro] }, nitro)).toEqual(["recent", nitro]);
  expect(kinds({}, nitro)).toEqual([nitro]);
  const [, row] = matchModels(indexModels({ ...lists, recent: [nitro] }), "nitro").rows;
  expect(row).toMatchObject({ kind: "option", id: nitro, model: { name: "A: M (nitro)" } });
});
