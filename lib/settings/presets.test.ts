import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../auth/schema.ts";
import { noSettings } from "../conversations/settings-schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { createPreset, readPresets } from "./presets.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let ada: Actor;
let bob: Actor;
beforeAll(async () => {
  opened = await openTestDatabase();
  [ada, bob] = await Promise.all([addTestUser(opened.database, "ada"), addTestUser(opened.database, "bob")]);
});
afterAll(() => opened.remove());

const own = async (actor: Actor) =>
  (await readPresets(actor, "en", () => true)).presets.filter(({ shipped }) => !shipped);

test("a preset that is kept twice under one id is one, with what was said last, and nobody else's", async () => {
  const id = uuidv7();
  const preset = { id, name: "First", modelId: null, settings: { ...noSettings, systemPrompt: ["One."] } };
  await createPreset(ada, preset);
  await createPreset(ada, preset);
  expect(await own(ada)).toMatchObject([{ id, name: "First" }]);
  const changed = { ...preset, name: "Second", modelId: "m:m", settings: noSettings };
  await createPreset(ada, changed);
  expect(await own(ada)).toMatchObject([changed]);
  await expect(createPreset(bob, { ...preset, name: "Taken over" })).rejects.toMatchObject({ code: "not_found" });
  expect(await own(ada)).toMatchObject([changed]);
});
