import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeProvider } from "../../e2e/fake-provider/server.ts";
import { openTestDatabase } from "../db/test-database.ts";
import { knownPrice } from "./known-facts.ts";
import type { Provider } from "./provider.ts";
import { configuredProviders, resolveModel } from "./registry.ts";
import { storeList } from "./stored-lists.ts";

let provider: Awaited<ReturnType<typeof startFakeProvider>>;
let opened: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  provider = await startFakeProvider();
  const { baseURL } = provider.services.local;
  const names = ["listed", "suffixed", "failing", "kept"];
  process.env.CUSTOM_PROVIDERS = JSON.stringify(names.map((id) => ({ id, name: id, baseURL })));
  opened = await openTestDatabase();
});
afterAll(async () => {
  await opened.remove();
  await provider.close();
});

const pricing = { prompt: "0.001", completion: "0.002" };
const price = (modelId: string) => knownPrice(resolveModel(modelId));
const listings = () => provider.log({ method: "GET" }).length;

test("a price is not waited for: the first who asks has the list fetched, and those who come later know it", async () => {
  provider.setListing("local", [{ id: "m", pricing }, { id: "unpriced" }]);
  expect(await price("listed:m")).toBeUndefined();
  await expect.poll(() => price("listed:m")).toEqual({ input: "0.001", output: "0.002" });
  expect(await price("listed:unpriced")).toBeUndefined();
  expect(await price("listed:absent")).toBeUndefined();
  expect(listings()).toBe(1);
});

test("a suffix that says how a model is run leaves it at the price of the one that is listed", async () => {
  const dearer = { prompt: "0.003", completion: "0.004" };
  provider.setListing("local", [
    { id: "a/m", pricing },
    { id: "a/m:free", pricing: { prompt: "0", completion: "0" } },
    { id: "a/own", pricing },
    { id: "a/own:online", pricing: dearer },
    { id: "m", pricing },
  ]);
  await price("suffixed:a/m");
  await expect.poll(() => price("suffixed:a/m")).toEqual({ input: "0.001", output: "0.002" });
  for (const suffix of ["nitro", "floor", "exacto"]) {
    expect(await price(`suffixed:a/m:${suffix}`), suffix).toEqual({ input: "0.001", output: "0.002" });
  }
  expect(await price("suffixed:a/m:free:nitro")).toEqual({ input: "0", output: "0" });
  // the search costs what no list tells
  expect(await price("suffixed:a/m:online")).toBeUndefined();
  expect(await price("suffixed:a/own:online")).toEqual({ input: "0.003", output: "0.004" });
  for (const other of ["a/m:thinking", "a/m:nitrox", "a/absent:nitro", "m:nitro", "nitro"]) {
    expect(await price(`suffixed:${other}`), other).toBeUndefined();
  }
});

test("a provider whose list cannot be had is not asked by every turn", async () => {
  provider.failListing("local", "500");
  const before = listings();
  expect(await price("failing:m")).toBeUndefined();
  await expect.poll(listings).toBe(before + 1);
  // each time somebody else asks, too, and is answered: a request of ours would be in the log by then
  for (let round = 1; round <= 5; round += 1) {
    await price("failing:m");
    await (await fetch(`${provider.services.local.baseURL}/models`)).text();
    expect(listings()).toBe(before + 1 + round);
  }
});

test("the list of an earlier process will do, without a provider and without a database", async () => {
  const kept = configuredProviders().find(({ id }) => id === "kept") as Provider;
  await storeList(kept, { models: [{ id: "kept:m", name: "m", price: "varies" }], listedAt: new Date() });
  const holder = globalThis as { switchboardListings?: unknown };
  holder.switchboardListings = undefined;
  const before = listings();
  expect(await price("kept:m")).toBe("varies");
  expect(listings()).toBe(before);
  holder.switchboardListings = undefined;
  Object.assign(opened.database.prisma.providerModels, { findMany: () => Promise.reject(new Error("away")) });
  expect(await price("kept:m")).toBeUndefined();
});
