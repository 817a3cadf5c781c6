import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../db/test-database.ts";
import { byId, listAtHand, renewedLists } from "./list-models.ts";
import type { Provider } from "./provider.ts";
import { configuredProviders } from "./registry.ts";
import { readLists, storeList } from "./stored-lists.ts";

let body = "";
let status = 200;
const server = createServer((_, response) => response.writeHead(status).end(body));
let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let providers: Provider[];
const provider = (id: string) => providers.find((one) => one.id === id) as Provider;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paths = { long: "/v1", one: "/one/v1", other: "/other/v1" };
  process.env.CUSTOM_PROVIDERS = JSON.stringify(
    Object.entries(paths).map(([id, path]) => ({ id, name: id, baseURL: `${origin}${path}` })),
  );
  opened = await openTestDatabase();
  providers = configuredProviders();
});
afterAll(async () => {
  await opened.remove();
  server.close();
});

/** As if the process had just started. */
const restart = () => Object.assign(globalThis, { switchboardListings: undefined });

const long = (index: number) => ({
  id: `maker-${index % 97}/model-${index}`,
  name: `Maker: Model ${index} “长”,\n`,
  context_length: 1_000 + index,
  description: `Model ${index} of a list that says much of each. `.repeat(5),
  architecture: { input_modalities: ["text", "image"], output_modalities: ["text"] },
  pricing: { prompt: `0.0000${index}`, completion: "0.000015", input_cache_read: "0.0000003" },
  supported_parameters: ["temperature", "top_p", "max_tokens", "seed", "stop", "tools", "reasoning"],
});

test("PF-26 a list of 10 MB is read, and is there after a restart while its provider is down", async () => {
  body = JSON.stringify({ data: Array.from({ length: 18_000 }, (_, index) => long(index)) });
  expect(body.length).toBeGreaterThan(10_000_000);
  expect(await listAtHand(provider("long"))).toEqual([]);
  await renewedLists();
  const before = await listAtHand(provider("long"));
  expect(before).toHaveLength(18_000);
  // the list as it is kept is longer than what was stored whole
  expect(JSON.stringify(before).length).toBeGreaterThan(4_500_000);
  [status, body] = [503, ""];
  restart();
  const after = await listAtHand(provider("long"));
  expect(JSON.stringify(after) === JSON.stringify(before)).toBe(true);
  expect(byId(after).get("long:maker-54/model-17999")).toMatchObject({ contextLength: 18_999 });
  const row = await opened.database.prisma.providerModels.findUnique({ where: { providerId: "long" } });
  expect(row?.models.length).toBeLessThan(2_000_000);
});

const listedAt = new Date("2026-11-21T10:00:00.000Z");
const models = [{ id: "one:m", name: "m" }];

test("a list is that of its whole address: another path on the same gateway has none yet", async () => {
  const { one, other } = { one: provider("one"), other: provider("other") };
  await storeList(one, { models, listedAt });
  expect((await readLists([one])).get("one")).toEqual({ models, listedAt });
  expect((await readLists([{ ...one, address: other.address }])).size).toBe(0);
  expect(one.host).toBe(other.host);
});

test.each([
  ["a text", "not packed"],
  ["what an earlier version wrote", JSON.stringify(models)],
  ["nothing", ""],
])("a row that holds %s is as good as none", async (_, text) => {
  const { id, address } = provider("one");
  const row = { address, models: text, listedAt };
  await opened.database.prisma.providerModels.upsert({
    where: { providerId: id },
    create: { providerId: id, ...row },
    update: row,
  });
  expect((await readLists([provider("one")])).size).toBe(0);
});

test("a list that cannot be packed leaves the one before it", async () => {
  const one = provider("one");
  await storeList(one, { models, listedAt });
  const noise = Array.from({ length: 10_000 }, (_, index) => ({
    id: `one:${index}`,
    name: randomBytes(300).toString("base64"),
  }));
  await storeList(one, { models: noise, listedAt: new Date() });
  expect((await readLists([one])).get("one")).toEqual({ models, listedAt });
  await storeList(one, { models: [], listedAt });
  expect((await readLists([one])).get("one")?.models).toEqual([]);
});
