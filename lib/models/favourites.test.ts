import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../auth/schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { markFavourite, readFavourites } from "./favourites.ts";
import { maxFavourites } from "./schema.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let alice: Actor;
beforeAll(async () => {
  process.env.CUSTOM_PROVIDERS = JSON.stringify([{ id: "here", name: "Here", baseURL: "http://127.0.0.1:9/v1" }]);
  opened = await openTestDatabase();
});
afterAll(() => opened.remove());
beforeEach(async () => {
  alice = await addTestUser(opened.database, uuidv7());
});

const mark = (modelId: string, favourite = true) => markFavourite(alice, { modelId, favourite });

/** As many marks as these, made some time ago. */
const past = (count: number) =>
  opened.database.prisma.favouriteModel.createMany({
    data: Array.from({ length: count }, (_, at) => ({
      ...{ userId: alice.userId, modelId: `here:${at}`, createdAt: new Date(Date.now() - 60_000 + at) },
    })),
  });

test("the last marked one is the first; a mark can be made and taken away twice", async () => {
  await past(2);
  await mark("here:new");
  await mark("here:0");
  expect(await readFavourites(alice)).toEqual(["here:new", "here:1", "here:0"]);
  for (const _time of ["first", "second"]) await mark("here:1", false);
  expect(await readFavourites(alice)).toEqual(["here:new", "here:0"]);
  await expect(mark("gone:m")).rejects.toMatchObject({ code: "model_not_found" });
  await mark("gone:m", false);
});

test("at the limit what is marked already stays so, and another one is refused", async () => {
  await past(maxFavourites);
  await mark("here:7");
  await expect(mark("here:new")).rejects.toMatchObject({
    code: "too_many_favourites",
    params: { limit: maxFavourites },
  });
  expect(await readFavourites(alice)).toHaveLength(maxFavourites);
  await mark("here:7", false);
  await mark("here:new");
  expect((await readFavourites(alice))[0]).toBe("here:new");
});

test("several at once do not pass the limit", async () => {
  await past(maxFavourites - 1);
  const results = await Promise.allSettled(["a", "b", "c", "d"].map((name) => mark(`here:${name}`)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await readFavourites(alice)).toHaveLength(maxFavourites);
});
