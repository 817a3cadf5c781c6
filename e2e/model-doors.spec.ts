import { v7 as uuidv7 } from "uuid";
import { noSettings } from "../lib/conversations/settings-schema.ts";
import type { PresetList } from "../lib/settings/presets-schema.ts";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { settingsOn } from "./support/settings.ts";
import { allEvents, answerAgain, composeTurn } from "./support/turns.ts";

test("AZ-8 a model that is not allowed is refused at every door, and nobody is asked", async ({
  account,
  clientFor,
  provider,
}) => {
  const client = clientFor(account);
  const own = composeTurn(newQuestion());
  await allEvents(await client.post("/api/chat", own));
  const { conversationId } = own;
  // a person's title stays: none of a model's comes in between
  await client.patch(`/api/conversations/${conversationId}`, { title: "Mine" });
  const before = await storedConversation(client, conversationId);
  const tipId = before.messages.at(-1)?.id ?? null;
  const place = { conversationId, parentId: own.message.id, tipId };
  const presetId = uuidv7();
  const preset = { name: "p", modelId: null, settings: noSettings };
  await client.post("/api/presets", { id: presetId, ...preset });
  const calls = provider.log({ purpose: "answer" }).length;
  // no such provider, and one that is there only where nothing else is
  for (const modelId of ["nowhere:gpt-5", "demo:guide"]) {
    const doors: Record<string, () => Promise<Response>> = {
      "a new conversation": () => client.post("/api/chat", composeTurn("hello", { modelId })),
      "the next turn": () =>
        client.post("/api/chat", composeTurn("more", { conversationId, parentId: tipId, modelId })),
      regenerate: () => client.post("/api/chat", answerAgain({ ...place, modelId })),
      continue: () =>
        client.post("/api/chat", answerAgain({ ...place, modelId, ...(tipId && { continuesId: tipId }) })),
      "the conversation's model": () => client.patch(`/api/conversations/${conversationId}`, { modelId }),
      "model and settings": () =>
        client.patch(`/api/conversations/${conversationId}`, { modelId, settings: noSettings }),
      "a new preset": () => client.post("/api/presets", { id: uuidv7(), ...preset, modelId }),
      "a preset": () => client.put(`/api/presets/${presetId}`, { ...preset, modelId }),
      "a favourite": () => client.put("/api/models/favourites", { modelId, favourite: true }),
    };
    for (const [name, knock] of Object.entries(doors)) {
      const response = await knock();
      expect.soft(response.status, `${name}: ${modelId}`).toBe(404);
      expect.soft(((await response.json()) as { error: { code: string } }).error.code, name).toBe("model_not_found");
    }
  }
  expect(provider.log({ purpose: "answer" })).toHaveLength(calls);
  expect(await storedConversation(client, conversationId)).toEqual(before);
  const { presets } = (await (await client.get("/api/presets")).json()) as PresetList;
  expect(presets.filter(({ shipped }) => !shipped)).toMatchObject([{ id: presetId, modelId: null }]);
});

test("AZ-8 IV-7 where a model is gone the page says so before anything is sent, and offers another one", async ({
  page,
  provider,
}) => {
  const before = await startApp({ provider });
  try {
    const account = await signUp(before);
    const client = clientOf(before, account);
    const turn = composeTurn(newQuestion(), { modelId: "local:scenario/quick" });
    await allEvents(await client.post("/api/chat", turn));
    const presetId = uuidv7();
    const settings = { ...noSettings, systemPrompt: ["Be kind."] };
    await client.post("/api/presets", { id: presetId, name: "Of the local one", modelId: "local:gone", settings });
    await client.put("/api/presets/default", { presetId });
    before.env.CUSTOM_PROVIDERS = "";
    await before.restart();
    await enter(page, before, account);
    const chat = chatOn(page);
    const gone = page.getByRole("status").filter({ hasText: "is not here any more" });
    // a new chat begins with its preset, but not with a model that is gone
    await expect(settingsOn(page).button).toHaveAccessibleDescription("set: System prompt");
    await expect(chat.modelButton).not.toHaveAccessibleName(/gone/);
    await page.goto(`${before.url}/c/${turn.conversationId}`);
    await expect(chat.answer).toContainText("Hello from scenario/quick.");
    await expect(gone).toHaveText("The provider of local:scenario/quick is not here any more. Choose another model.");
    const question = newQuestion("And");
    await chat.send(question);
    const alert = page.getByRole("alert").filter({ hasText: "There is no such model here." });
    await expect(alert).toBeVisible();
    await expect(chat.box).toHaveValue(question);
    await alert.getByRole("button", { name: "Choose another model" }).click();
    await page.getByRole("searchbox", { name: "Search models" }).fill("openai:scenario/quick");
    await page.keyboard.press("Enter");
    await expect(gone).toBeHidden();
    await chat.sendButton.click();
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    // of a preset whose model is gone the rest still serves
    const panel = settingsOn(page);
    await panel.open();
    await panel.preset.selectOption({ label: "Of the local one (for new chats)" });
    await expect(panel.dialog.getByRole("status").first()).toHaveText(
      "The preset stands in the fields now. Its model local:gone is not here any more: the chosen one stays.",
    );
    await panel.save.click();
    await expect(panel.dialog).toBeHidden();
    await expect(chat.modelButton).toHaveAccessibleName("Model: scenario/quick");
  } finally {
    await before.dispose();
  }
});
