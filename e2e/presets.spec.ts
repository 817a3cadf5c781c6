import { v7 as uuidv7 } from "uuid";
import { noSettings } from "../lib/conversations/settings-schema.ts";
import type { PresetList } from "../lib/settings/presets-schema.ts";
import { chatOn, newQuestion, otherDevice } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { sentMessages, settingsOn } from "./support/settings.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("a preset that comes with the site begins a chat, in each language", async ({ page, provider }) => {
  const chat = chatOn(page);
  await chat.chooseModel("local:scenario/quick");
  const chip = page.getByRole("button", { name: "Sentiment, by examples" });
  await chip.click();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  const question = newQuestion("How is");
  await chat.send(question);
  await chat.waitFor("complete");
  const [call] = provider.log({ text: question, purpose: "answer" });
  expect(call?.body).toMatchObject({ temperature: 0 });
  // one word takes a model that thinks more than a few tokens
  expect(call?.body).not.toHaveProperty("max_tokens");
  expect(
    sentMessages(call)
      .map(({ role }) => role)
      .join(" "),
  ).toBe("system user assistant user assistant user assistant user");
  await page.getByLabel("Language").selectOption("zh-CN");
  await page.getByRole("button", { name: "新对话" }).first().click();
  await page.getByRole("button", { name: "翻译", exact: true }).click();
  await page.getByRole("button", { name: "对话设置" }).click();
  await expect(page.getByRole("textbox", { name: "系统提示词" })).toHaveValue(/翻译用户所写的内容/);
});

test("a chat's settings are kept as a preset, which begins chats on every device, changes and goes", async ({
  page,
  account,
  provider,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:scenario/quick");
  await settings.open();
  await settings.system.fill("Answer as a pirate.");
  await settings.field("Temperature").fill("1.5");
  await settings.press("Save as a preset");
  await settings.field("Name of the preset").fill("Pirate ☠");
  await page.keyboard.press("Enter");
  await expect(settings.preset.getByRole("option", { name: "Pirate ☠", exact: true })).toBeAttached();
  const forNew = settings.dialog.getByRole("checkbox", { name: "New chats begin with this preset" });
  await forNew.check();
  await expect(settings.preset.getByRole("option", { name: "Pirate ☠ (for new chats)" })).toBeAttached();
  await settings.save.click();

  const phone = await otherDevice(page, account);
  await phone.goto("/");
  const there = chatOn(phone);
  await expect(settingsOn(phone).button).toHaveAccessibleDescription("set: System prompt and 1 parameter");
  await expect(there.modelButton).toHaveAccessibleName("Model: scenario/quick");
  const question = newQuestion("Where is");
  await there.send(question);
  await there.waitFor("complete");
  expect(provider.log({ text: question, purpose: "answer" })[0]).toMatchObject({
    mount: "openai",
    body: { temperature: 1.5, messages: [{ role: "system", content: "Answer as a pirate." }, {}] },
  });
  await phone.context().close();

  // changed, it is another one for the next chat; put over what stands there, that can be had back
  await settings.open();
  await settings.preset.selectOption("Translator");
  await expect(settings.system).toHaveValue(/^Translate/);
  await settings.press("Undo");
  await expect(settings.system).toHaveValue("Answer as a pirate.");
  await settings.preset.selectOption({ label: "Pirate ☠ (for new chats)" });
  await settings.system.fill("Answer as a sailor.");
  await settings.press("Update “Pirate ☠”");
  // under the name that it has, or another one
  await expect(settings.field("Name of the preset")).toHaveValue("Pirate ☠");
  await settings.field("Name of the preset").fill("Sailor");
  await page.keyboard.press("Enter");
  await expect(settings.dialog.getByRole("status").filter({ hasText: "is saved" })).toBeVisible();
  await expect
    .poll(async () => {
      const list = (await (await page.request.get("/api/presets")).json()) as PresetList;
      const own = list.presets.find(({ shipped }) => !shipped);
      return [own?.name, own?.settings.systemPrompt];
    })
    .toEqual(["Sailor", ["Answer as a sailor."]]);
  await expect(settings.preset.getByRole("option", { name: "Sailor (for new chats)" })).toBeAttached();
  await settings.press("Delete “Sailor”");
  await settings.press("Delete");
  await expect(settings.dialog.getByRole("status").filter({ hasText: "is deleted" })).toBeVisible();
  await expect(settings.preset.getByRole("option", { name: /Pirate|Sailor/ })).toHaveCount(0);
  await settings.save.click();
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Translator" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Pirate ☠" })).toHaveCount(0);
  const list = (await (await page.request.get("/api/presets")).json()) as PresetList;
  expect(list.defaultPresetId).toBeNull();
});

test("another preset for new chats begins the one in which nothing was done yet, and a failure changes nothing", async ({
  page,
  context,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await settings.open();
  await settings.preset.selectOption("Editor");
  const forNew = settings.dialog.getByRole("checkbox", { name: "New chats begin with this preset" });
  await context.setOffline(true);
  await forNew.click();
  await expect(settings.dialog.getByRole("alert")).toContainText("The server cannot be reached.");
  await expect(forNew).not.toBeChecked();
  await context.setOffline(false);
  await forNew.check();
  await expect(settings.preset.getByRole("option", { name: "Editor (for new chats)" })).toBeAttached();
  await page.keyboard.press("Escape");
  await settings.press("Discard");
  await chat.newChat.click();
  await expect(page.getByRole("button", { name: "Editor", exact: true })).toHaveAttribute("aria-pressed", "true");
  // Enter in an empty box sends nothing, though a system prompt is set
  await chat.box.press("Enter");
  await chat.box.fill("a");
  await chat.box.fill("");
  await settings.open();
  await settings.preset.selectOption({ label: "Editor (for new chats)" });
  await forNew.uncheck();
  await expect(settings.preset.getByRole("option", { name: "Editor", exact: true })).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(settings.dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole("button", { name: "Editor", exact: true })).toHaveAttribute("aria-pressed", "false");
  await expect(settings.button).not.toHaveAccessibleDescription(/set:/);
});

test("presets have room together for so much, and no more", async ({ account, clientFor }) => {
  const client = clientFor(account);
  const preset = (length: number) => ({
    name: "Long",
    modelId: null,
    settings: { ...noSettings, systemPrompt: ["x".repeat(length)] },
  });
  const ids = Array.from({ length: 4 }, () => uuidv7());
  for (const id of ids) expect((await client.post("/api/presets", { id, ...preset(249_000) })).status).toBe(204);
  const full = await client.post("/api/presets", { id: uuidv7(), ...preset(10_000) });
  expect(full.status).toBe(409);
  expect(await full.json()).toMatchObject({ error: { code: "presets_too_long" } });
  expect((await client.put(`/api/presets/${ids[0]}`, preset(10))).status).toBe(204);
  expect((await client.post("/api/presets", { id: uuidv7(), ...preset(10_000) })).status).toBe(204);
});

test("presets that cannot be had are said to be missing, and asked for again", async ({ page, context }) => {
  const settings = settingsOn(page);
  await context.route("**/api/presets*", (route) => route.abort());
  await page.reload();
  await settings.open();
  await expect(settings.dialog.getByRole("alert")).toContainText("The presets could not be loaded.");
  await context.unroute("**/api/presets*");
  await settings.press("Try again");
  await expect(settings.preset.getByRole("option", { name: "Translator" })).toBeAttached();
});

test("a preset that is only a model is put in with its chip, and of two with one text one is in use", async ({
  page,
  account,
  clientFor,
  provider,
}) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const pirate = { ...noSettings, systemPrompt: ["Answer as a pirate."] };
  for (const preset of [
    { name: "Only a model", modelId: "openai:scenario/quick", settings: noSettings },
    { name: "Pirate here", modelId: "local:scenario/quick", settings: pirate },
    { name: "Pirate there", modelId: "openai:scenario/quick", settings: pirate },
  ]) {
    expect((await client.post("/api/presets", { id: uuidv7(), ...preset })).status).toBe(204);
  }
  await page.reload();
  await chat.chooseModel("local:scenario/quick");
  const chip = (name: string) => page.getByRole("button", { name, exact: true });
  await expect(chip("Only a model")).toHaveAttribute("aria-pressed", "false");
  await chip("Pirate here").click();
  await expect(chip("Pirate here")).toHaveAttribute("aria-pressed", "true");
  await expect(chip("Pirate there")).toHaveAttribute("aria-pressed", "false");
  await chip("Pirate here").click();
  await chip("Only a model").click();
  await expect(chip("Only a model")).toHaveAttribute("aria-pressed", "true");
  const question = newQuestion();
  await chat.send(question);
  await chat.waitFor("complete");
  expect(provider.log({ text: question, purpose: "answer" })[0]).toMatchObject({ mount: "openai" });
});

test("a preset that is named by an Enter too many, or again after a lost answer, is one", async ({
  page,
  account,
  clientFor,
}) => {
  const settings = settingsOn(page);
  const names = async () => {
    const list = (await (await clientFor(account).get("/api/presets")).json()) as PresetList;
    return list.presets.filter(({ shipped }) => !shipped).map(({ name }) => name);
  };
  await settings.open();
  await settings.system.fill("Be brief.");
  await settings.press("Save as a preset");
  await settings.field("Name of the preset").fill("Brief");
  const name = settings.field("Name of the preset");
  const answers = Promise.withResolvers<void>();
  await page.route("**/api/presets", async (route) => {
    await answers.promise;
    await route.continue();
  });
  for (let count = 0; count < 3; count += 1) await name.press("Enter");
  answers.resolve();
  await expect(settings.dialog.getByRole("status").filter({ hasText: "is saved" })).toBeVisible();
  await page.unroute("**/api/presets");
  expect(await names()).toEqual(["Brief"]);

  await page.route(
    "**/api/presets",
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
  await settings.press("Save as a preset");
  await name.fill("Once");
  await name.press("Enter");
  await expect(settings.dialog.getByRole("alert")).toContainText("The server cannot be reached.");
  await name.fill("Once only");
  await name.press("Enter");
  await expect(settings.dialog.getByRole("status").filter({ hasText: "“Once only” is saved" })).toBeVisible();
  expect(await names()).toEqual(["Brief", "Once only"]);
});

test("a name that is being typed outlives the box for new chats, and what is wrong by then is not left out", async ({
  page,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:scenario/quick");
  await settings.open();
  await settings.preset.selectOption("Editor");
  await settings.press("Save as a preset");
  const name = settings.field("Name of the preset");
  await name.fill("Half a na");
  await settings.dialog.getByRole("checkbox", { name: "New chats begin with this preset" }).check();
  await expect(settings.preset.getByRole("option", { name: "Editor (for new chats)" })).toBeAttached();
  await expect(name).toHaveValue("Half a na");
  await settings.field("Temperature").fill("0.4x");
  await name.press("Enter");
  await expect(settings.field("Temperature")).toBeFocused();
  await expect(settings.preset.getByRole("option", { name: "Half a na" })).toHaveCount(0);
  await settings.field("Temperature").fill("0.4");
  await name.press("Enter");
  await expect(settings.preset.getByRole("option", { name: "Half a na" })).toBeAttached();
});
