import { expect, test } from "vitest";
import { catalogueOf, textOf } from "./catalogue.ts";
import type { ListedModel, ModelCatalogue, ProviderListing } from "./schema.ts";

const listing = (id: string, models: ListedModel[]): ProviderListing => ({
  ...{ id, name: `Provider "${id}"`, models, listedAt: "2026-11-21T10:00:00.000Z", renewing: false, problem: null },
});
const models = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `m:${index}`, name: `“${index}”` }));

test.each([0, 1, 999, 1_000, 1_001, 2_500])("a list of %i models is written whole", async (count) => {
  const list = models(count);
  expect(JSON.parse(await textOf(list))).toEqual(list);
});

test("the body holds the lists of all providers", async () => {
  const listings = [listing("a", models(3)), listing("b", [])];
  const { version, body } = await catalogueOf(listings);
  const expected: ModelCatalogue = {
    version,
    providers: listings.map(({ id, name, models }) => ({ id, name, models })),
  };
  expect(JSON.parse(body.toString())).toEqual(expected);
});

test("it is made once for the same lists, and has another version for other models only", async () => {
  const [first, second] = [models(3), models(4)];
  const made = await catalogueOf([listing("a", first)]);
  // what became of asking for it is no part of it
  const later = { ...listing("a", first), renewing: true, listedAt: null, problem: "unreachable" as const };
  expect(await catalogueOf([later])).toBe(made);
  const same = await catalogueOf([listing("a", models(3))]);
  expect(same.version).toBe(made.version);
  expect((await catalogueOf([listing("a", second)])).version).not.toBe(made.version);
});

test("other work goes on while a long list is written", async () => {
  let turns = 0;
  let writing = true;
  const tick = () => {
    turns += 1;
    if (writing) setImmediate(tick);
  };
  setImmediate(tick);
  await textOf(models(20_000));
  writing = false;
  expect(turns).toBeGreaterThan(10);
});
