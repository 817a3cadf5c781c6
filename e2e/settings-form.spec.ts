import { chatOn, newQuestion, otherDevice, storedConversation } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { openDatabase } from "./support/open-database.ts";
import { sentMessages, settingsOn } from "./support/settings.ts";

// What a person typed into the settings is theirs: it outlives every way to leave them but the one that says so.

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("only Discard discards: not Escape twice, not the backdrop, not a reload, not Back", async ({ page }) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const id = await chat.id();
  await settings.open();
  await settings.system.fill("First.");
  for (const key of ["Escape", "Escape", "Escape"]) await page.keyboard.press(key);
  await page.mouse.dblclick(5, 5);
  await expect(settings.dialog.getByRole("alert")).toHaveText("There are changes that are not saved.");
  await expect(settings.system).toHaveValue("First.");
  // who goes on typing is not leaving
  await settings.system.fill("First, and second.");
  await expect(settings.dialog.getByRole("alert")).toHaveCount(0);
  await page.waitForFunction(() => JSON.stringify(localStorage).includes("First, and second."));
  await page.reload();
  await settings.open();
  await expect(settings.system).toHaveValue("First, and second.");
  await expect(settings.dialog.getByRole("status").first()).toHaveText(
    "These changes were not saved when the page was left.",
  );
  await settings.press("Undo");
  await expect(settings.system).toHaveValue("");
  await settings.press("Redo");
  await page.evaluate(() => history.pushState(null, "", "/"));
  await page.goBack();
  await page.goForward();
  await page.goto(`/c/${id}`);
  await settings.open();
  await expect(settings.system).toHaveValue("First, and second.");
  await page.keyboard.press("Escape");
  await settings.press("Discard");
  await settings.open();
  await expect(settings.system).toHaveValue("");
});

test("presets put over each other, and everything cleared, can be had back one by one", async ({ page }) => {
  const settings = settingsOn(page);
  await settings.open();
  await settings.system.fill("My own.");
  await settings.preset.selectOption("Translator");
  await settings.preset.selectOption("Editor");
  await expect(settings.system).toHaveValue(/^You edit texts/);
  await settings.press("Clear all");
  await expect(settings.system).toHaveValue("");
  for (const text of [/^You edit texts/, /^Translate/, "My own."]) {
    await settings.press("Undo");
    await expect(settings.system).toHaveValue(text);
  }
  await settings.save.click();
  // a chip pressed and pressed again leaves what was there
  const chip = page.getByRole("button", { name: "Translator" });
  await chip.click();
  await page.getByRole("button", { name: "Patient tutor" }).click();
  await page.getByRole("button", { name: "Patient tutor" }).click();
  await settings.open();
  await expect(settings.system).toHaveValue("My own.");
});

test("a first message that waits goes with what is set while it waits, and the next chat has nothing of it", async ({
  page,
  context,
  provider,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:scenario/quick");
  // the form is there before it is asked for
  await settings.open();
  await page.keyboard.press("Escape");
  await context.setOffline(true);
  const question = newQuestion();
  await chat.send(question);
  await expect(chat.waiting).toHaveCount(1);
  await settings.open();
  await settings.system.fill("Set while waiting.");
  await settings.save.click();
  await expect(settings.dialog).toBeHidden();
  await chat.editWaiting.click();
  await expect(settings.button).toHaveAccessibleDescription("set: System prompt");
  await chat.sendButton.click();
  await expect(chat.waiting).toHaveCount(1);
  await context.setOffline(false);
  await page.reload();
  await chat.waitFor("complete", 30);
  const [call] = provider.log({ text: question, purpose: "answer" });
  expect(sentMessages(call)[0]).toEqual({ role: "system", content: "Set while waiting." });
  await chat.newChat.click();
  await expect(settings.button).not.toHaveAccessibleDescription(/set:/);
});

test("what is set while the first message is on its way is saved when the conversation is there", async ({ page }) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:scenario/quick");
  const arrives = Promise.withResolvers<void>();
  await page.route("**/api/chat", async (route) => {
    await arrives.promise;
    await route.continue();
  });
  await chat.send(newQuestion());
  await settings.open();
  await settings.system.fill("Set on the way.");
  await settings.save.click();
  arrives.resolve();
  await expect(settings.dialog).toBeHidden();
  await chat.waitFor("complete");
  await page.reload();
  await expect(settings.button).toHaveAccessibleDescription("set: System prompt");
});

test("two devices that change different things keep both", async ({ page, account, app, clientFor }) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const phone = await otherDevice(page, account);
  await phone.goto(page.url());
  const there = settingsOn(phone);
  // both have the form open
  await settings.open();
  await there.open();
  await there.system.fill("From the phone.");
  await there.field("Seed").fill("5");
  await there.save.click();
  await expect(there.dialog).toBeHidden();
  await settings.field("Temperature").fill("0.5");
  await settings.save.click();
  await expect(settings.dialog).toBeHidden();
  const view = await storedConversation(clientFor(account), await chat.id());
  expect(view.settings).toEqual({
    systemPrompt: ["From the phone."],
    examples: [],
    parameters: { temperature: 0.5, seed: 5 },
  });
  // opened again it shows what the other has set
  await settings.open();
  await expect(settings.system).toHaveValue("From the phone.");
  await phone.context().close();
  const client = await openDatabase(app.databaseUrl);
  const { rows } = await client.execute({
    sql: `SELECT "settings" FROM "Conversation" WHERE "id" = ?`,
    args: [view.id],
  });
  client.close();
  expect(JSON.parse(String(rows[0]?.settings))).toEqual({ parameters: { temperature: 0.5, seed: 5 }, examples: [] });
});

test("a field that is wrong stays, a number may have its thousands marked, and what was kept of a preset is said", async ({
  page,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:gpt-4o");
  await settings.open();
  await settings.field("Temperature").fill("0.4");
  await settings.save.click();
  await chat.chooseModel("openai:gpt-5-mini");
  await settings.open();
  await settings.field("Temperature").fill("0.4x");
  await settings.press("Save as a preset");
  await expect(settings.field("Temperature")).toBeFocused();
  await settings.field("Temperature").fill("");
  await expect(settings.field("Temperature")).toBeVisible();
  await settings.field("Maximum tokens").fill("1,000");
  await settings.press("Save as a preset");
  await settings.field("Name of the preset").fill("Short");
  await page.keyboard.press("Enter");
  await expect(settings.dialog.getByRole("status").filter({ hasText: "is saved" })).toHaveText("“Short” is saved.");
  await expect(settings.preset).toBeFocused();
  await settings.press("Add an example");
  await expect(settings.field("Text of example 1")).toBeFocused();
  await settings.press("Update “Short”");
  await expect(settings.field("Name of the preset")).toHaveValue("Short");
  await settings.field("Name of the preset").press("Enter");
  await expect(settings.preset).toBeFocused();
  await settings.press("Delete “Short”");
  await settings.press("Cancel");
  await settings.press("Delete “Short”");
  await settings.press("Delete");
  await expect(settings.preset.getByRole("option", { name: "Short" })).toHaveCount(0);
  await settings.press("Remove example 1");
  await expect(settings.dialog.getByRole("button", { name: "Add an example" })).toBeFocused();
  await settings.save.click();
  await settings.open();
  await expect(settings.field("Maximum tokens")).toHaveValue("1000");
});

test("what was typed into the settings of a new chat is there after a reload", async ({ page }) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await settings.open();
  await settings.system.fill("Of a new chat.");
  await page.waitForFunction(() => JSON.stringify(localStorage).includes("Of a new chat."));
  await page.reload();
  await settings.open();
  await expect(settings.system).toHaveValue("Of a new chat.");
  await settings.save.click();
  await expect(settings.dialog).toBeHidden();
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await expect(settings.button).toHaveAccessibleDescription("set: System prompt");
  // the next one begins with nothing of it
  await chat.newChat.click();
  await settings.open();
  await expect(settings.system).toHaveValue("");
});

test("what is typed while the settings are being saved is still to be saved, and nobody has to wait for it", async ({
  page,
  account,
  clientFor,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const id = await chat.id();
  let answers = Promise.withResolvers<boolean>();
  await page.route(`**/api/conversations/${id}`, async (route) => {
    if (route.request().method() === "PATCH" && !(await answers.promise)) return route.abort();
    await route.continue();
  });
  await settings.open();
  await settings.system.fill("Saved.");
  await settings.save.click();
  await settings.system.fill("Saved. And more.");
  answers.resolve(true);
  await expect
    .poll(async () => (await storedConversation(clientFor(account), id)).settings.systemPrompt)
    .toEqual(["Saved."]);
  await expect(settings.save).not.toHaveAttribute("aria-busy");
  await expect(settings.system).toHaveValue("Saved. And more.");
  // it is closed on its way; should it fail, that is told, and nothing is lost
  answers = Promise.withResolvers();
  await settings.save.click();
  await page.keyboard.press("Escape");
  await expect(settings.dialog).toBeHidden();
  answers.resolve(false);
  const notice = page.getByRole("region", { name: "Notices" });
  await expect(notice).toContainText("could not be saved");
  await settings.open();
  await expect(settings.system).toHaveValue("Saved. And more.");
  answers = Promise.withResolvers();
  await settings.save.click();
  await page.keyboard.press("Escape");
  await expect(settings.dialog).toBeHidden();
  answers.resolve(true);
  await expect
    .poll(async () => (await storedConversation(clientFor(account), id)).settings.systemPrompt)
    .toEqual(["Saved. And more."]);
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("settings.")));
  await expect.poll(kept).toEqual([]);
});

test("a form that is found again undoes nothing of what another device has set meanwhile", async ({
  page,
  account,
  clientFor,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const id = await chat.id();
  await settings.open();
  await settings.system.fill("Typed here.");
  await page.waitForFunction(() => JSON.stringify(localStorage).includes("Typed here."));
  const client = clientFor(account);
  await client.patch(`/api/conversations/${id}`, { settings: { parameters: { seed: 5 } } });
  await page.reload();
  await settings.open();
  await expect(settings.system).toHaveValue("Typed here.");
  await expect(settings.field("Seed")).toHaveValue("5");
  await settings.save.click();
  await expect(settings.dialog).toBeHidden();
  const { settings: stored } = await storedConversation(client, id);
  expect(stored).toEqual({ systemPrompt: ["Typed here."], examples: [], parameters: { seed: 5 } });
});
