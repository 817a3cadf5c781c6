import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";
import { settingsOn } from "./support/settings.ts";

// A key may be allowed to chat and not to list: what is known of OpenAI's models without a list counts for the page as it
// does for the turn.

let app: App;
test.beforeAll(async ({ provider }) => {
  provider.failListing("openai", "403");
  const env = { OPENROUTER_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined };
  app = await startApp({ provider, env });
});
test.afterAll(() => app.dispose());
test.beforeEach(async ({ page, provider }) => {
  provider.failListing("openai", "403");
  await enter(page, app, await signUp(app));
});

test("without a list the settings of a typed model are what its turn sends", async ({ page, provider }) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:gpt-4o");
  await settings.open();
  await expect(settings.dialog.getByText("openai:gpt-4o does not take: Reasoning effort.")).toBeVisible();
  await expect(settings.field("Temperature")).toBeVisible();
  await settings.field("Temperature").fill("0.4");
  await settings.field("Maximum tokens").fill("500000");
  await expect(settings.field("Maximum tokens")).toHaveAccessibleDescription(
    "openai:gpt-4o goes only to 16,384: that is sent.",
  );
  await settings.save.click();
  const note = page.getByRole("status").filter({ hasText: "Sent to" });
  await expect(note).toHaveText("Sent to openai:gpt-4o as near as it goes: Maximum tokens (16,384).");
  const question = newQuestion();
  await chat.send(question);
  await chat.waitFor("complete");
  const [call] = provider.log({ text: question, purpose: "answer" });
  expect(call?.body).toMatchObject({ model: "gpt-4o", temperature: 0.4, max_tokens: 16_384 });
  const row = await readRow(app, `SELECT "settings" FROM "Turn" WHERE "conversationId" = ?`, [await chat.id()]);
  expect(JSON.parse(String(row?.settings))).toMatchObject({
    parameters: { temperature: 0.4, maxTokens: 16_384 },
    notes: [{ parameter: "maxTokens", what: "clamped", to: 16_384 }],
  });

  await chat.chooseModel("openai:gpt-5-mini");
  await expect(page.getByRole("status").filter({ hasText: "Not sent to" })).toContainText(
    "Not sent to openai:gpt-5-mini, which does not take it: Temperature.",
  );
  const again = newQuestion("Again");
  await chat.send(again);
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  const [second] = provider.log({ text: again, purpose: "answer" });
  expect(second?.body).toMatchObject({ max_completion_tokens: 128_000 });
  expect(second?.body).not.toHaveProperty("temperature");
});

test("the field for the effort offers what a model is known to take, and says where that is not known", async ({
  page,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  const effort = settings.dialog.getByRole("combobox", { name: "Reasoning effort" });
  const offered = () => effort.getByRole("option").allTextContents();
  await chat.chooseModel("openai:gpt-5-mini");
  await settings.open();
  expect(await offered()).toEqual(["Default", "Minimal", "Low", "Medium", "High"]);
  await expect(effort).toHaveAccessibleDescription("How much the model thinks before it answers.");
  await settings.press("Close");
  await chat.chooseModel("openai:o3");
  await settings.open();
  expect(await offered()).toEqual(["Default", "None", "Minimal", "Low", "Medium", "High", "Very high", "Maximum"]);
  await expect(effort).toHaveAccessibleDescription(
    "How much the model thinks before it answers. Which of these openai:o3 takes is not known: it may refuse one.",
  );
});
