import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn } from "./support/turns.ts";

test.describe("choosing", () => {
  test.beforeEach(async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/");
  });

  test("the picker is used by keyboard through and through", async ({ page, provider }) => {
    const chat = chatOn(page);
    const search = page.getByRole("searchbox", { name: "Search models" });
    const expectActive = async (name: string) => {
      const option = chat.models.and(page.getByRole("option", { name, exact: true }));
      await expect(option).toHaveAttribute("data-active", "");
      await expect(search).toHaveAttribute("aria-activedescendant", String(await option.getAttribute("id")));
    };
    await expect(chat.modelButton).toHaveAccessibleName("Model: scenario/quick");
    await chat.modelButton.focus();
    await page.keyboard.press("Enter");
    await expect(search).toBeFocused();
    await expectActive("scenario/quick openai:scenario/quick");
    await page.keyboard.press("Escape");
    await expect(search).toBeHidden();
    await expect(chat.modelButton).toBeFocused();

    await page.keyboard.press("Enter");
    await page.keyboard.type("local llama");
    await expect(chat.models.first()).toHaveAccessibleName("llama3.2:latest local:llama3.2:latest");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("scenario/re");
    await expectActive("scenario/reasoning openai:scenario/reasoning");
    await page.keyboard.press("ArrowDown");
    await expectActive("scenario/redacted openai:scenario/redacted");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect(search).toBeHidden();
    await expect(chat.modelButton).toBeFocused();
    await expect(chat.modelButton).toHaveAccessibleName("Model: scenario/reasoning");

    const question = newQuestion();
    await chat.send(question);
    await chat.waitFor("complete");
    expect(provider.log({ text: question, purpose: "answer" })).toMatchObject([{ model: "scenario/reasoning" }]);
  });

  test("the list of models can be gone to, and takes the same keys", async ({ page }) => {
    const chat = chatOn(page);
    await chat.modelButton.press("Enter");
    const search = page.getByRole("searchbox", { name: "Search models" });
    const list = page.getByRole("listbox", { name: "Choose a model" });
    await search.fill("scenario/re");
    await expect(chat.models.nth(2)).toBeVisible();
    await list.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    const second = chat.models.nth(1);
    await expect(second).toHaveAttribute("data-active", "");
    await expect(list).toHaveAttribute("aria-activedescendant", String(await second.getAttribute("id")));
    // on the way by Tab it stands behind the filters and before the button of the active model
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Favourite: scenario/redacted" })).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(list).toBeFocused();
    await page.keyboard.press("Space");
    await expect(list).toBeHidden();
    await expect(chat.modelButton).toHaveAccessibleName("Model: scenario/redacted");
  });

  test("on a phone, where its facts stand in the place of its id, a model is named by both all the same", async ({
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const chat = chatOn(page);
    await chat.modelButton.click();
    await page.getByRole("searchbox").fill("gpt-5-mini openai:");
    const option = chat.models.and(page.getByRole("option", { name: "gpt-5-mini openai:gpt-5-mini", exact: true }));
    await expect(option).toHaveAccessibleDescription(/^400K tokens/);
    // and back, when the phone is turned
    await page.setViewportSize({ width: 844, height: 390 });
    await expect(option).toContainText("openai:gpt-5-mini");
    await expect(option).toHaveAccessibleName("gpt-5-mini openai:gpt-5-mini");
  });

  test("keys that only end a composition choose no model and leave the picker open", async ({ page }) => {
    const chat = chatOn(page);
    const search = page.getByRole("searchbox", { name: "Search models" });
    await chat.modelButton.press("Enter");
    await search.fill("llama");
    await expect(chat.models.first()).toBeVisible();
    // Safari's sign is the key code: it ends a composition before the key event
    for (const key of ["Enter", "Escape"])
      for (const sign of [{ isComposing: true }, { keyCode: 229 }])
        await search.dispatchEvent("keydown", { key, bubbles: true, cancelable: true, ...sign });
    await expect(search).toHaveValue("llama");
    await page.keyboard.press("Escape");
    await expect(search).toBeHidden();
    await expect(chat.modelButton).toHaveAccessibleName("Model: scenario/quick");
  });

  test("what is typed before the models are there is searched for when they come", async ({ page }) => {
    const chat = chatOn(page);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/api/models/state", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/");
    await chat.modelButton.press("Enter");
    await page.keyboard.type("local llama");
    const dialog = page.getByRole("dialog", { name: "Choose a model" });
    await expect(dialog.getByRole("status")).toHaveText("Loading models…");
    await page.keyboard.press("Enter");
    release();
    await expect(dialog.getByRole("searchbox")).toHaveValue("local llama");
    await expect(dialog.getByRole("searchbox")).toBeFocused();
    await expect(chat.models.first()).toHaveAccessibleName("llama3.2:latest local:llama3.2:latest");
  });

  test("a model that is not listed is typed and used, exactly as it was typed", async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.modelButton.click();
    await page.getByRole("searchbox", { name: "Search models" }).fill("scenario/quick:Unlisted=Yes");
    await expect(page.getByText("No listed model matches.")).toBeVisible();
    // without a provider before the colon every provider is offered
    await expect(chat.models).toHaveText([
      "Use openai:scenario/quick:Unlisted=Yes",
      "Use openrouter:scenario/quick:Unlisted=Yes",
      "Use local:scenario/quick:Unlisted=Yes",
    ]);
    await chat.models.filter({ hasText: "local:" }).click();
    await expect(chat.modelButton).toHaveAccessibleName("Model: local:scenario/quick:Unlisted=Yes");
    await chat.send(question);
    await chat.waitFor("complete");
    const [call] = provider.log({ text: question, purpose: "answer" });
    expect(call).toMatchObject({ mount: "local", model: "scenario/quick:Unlisted=Yes" });
  });

  test("what cannot chat is not offered", async ({ page }) => {
    const chat = chatOn(page);
    await chat.modelButton.click();
    const dialog = page.getByRole("dialog", { name: "Choose a model" });
    const count = dialog.getByRole("status");
    for (const id of ["text-embedding", "whisper", "tts-1", "dall-e", "moderation", "gpt-image", "sora", "nomic"]) {
      await page.getByRole("searchbox").fill(id);
      await expect(count).toHaveText("No models match.");
    }
    await page.getByRole("searchbox").fill("realtime");
    await expect(count).toHaveText("No models match.");
    await page.getByRole("searchbox").fill("gpt-5-mini openai:");
    await expect(dialog.getByRole("option", { name: "gpt-5-mini openai:gpt-5-mini" })).toBeVisible();
  });

  test("each answer says which model gave it, and a new chat begins with the last one @sqld", async ({
    page,
    provider,
  }) => {
    const chat = chatOn(page);
    const [first, second] = [newQuestion("First"), newQuestion("Second")];
    provider.setTitles("fail");
    await chat.send(first);
    await chat.waitFor("complete");
    await chat.chooseModel("openrouter:scenario/quick");
    await expect(chat.modelButton).toHaveAccessibleName("Model: openrouter:scenario/quick");
    await chat.send(second);
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    for (const _look of ["live", "reloaded"]) {
      await expect(chat.answers.nth(0)).toContainText("openai:scenario/quick");
      await expect(chat.answers.nth(1)).toContainText("openrouter:scenario/quick");
      await expect(chat.answers.nth(0)).toHaveAccessibleName("Answer from openai:scenario/quick");
      await page.reload();
    }
    expect(provider.log({ text: second, purpose: "answer" })).toMatchObject([{ mount: "openrouter" }]);
    await page.goto("/");
    await expect(chat.modelButton).toHaveAccessibleName("Model: openrouter:scenario/quick");
  });
});

test("the choice stays with the conversation, over a reload, another chat and a killed process", async ({
  page,
  provider,
}) => {
  const own = await startApp({ provider });
  try {
    const account = await signUp(own);
    const client = clientOf(own, account);
    const turn = composeTurn(newQuestion("Kept"));
    await allEvents(await client.post("/api/chat", turn));
    await enter(page, own, account);
    await page.goto(`${own.url}/c/${turn.conversationId}`);
    const chat = chatOn(page);
    const stored = page.waitForResponse((response) => response.request().method() === "PATCH");
    await chat.chooseModel("local:/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf");
    expect((await stored).status()).toBe(204);
    // chosen and not yet used
    await page.reload();
    await expect(chat.modelButton).toHaveAccessibleName("Model: /models/Qwen2.5-7B-Instruct-Q4_K_M.gguf");
    expect((await storedConversation(client, turn.conversationId)).modelId).toBe(
      "local:/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf",
    );
    await allEvents(await client.post("/api/chat", composeTurn(newQuestion("Other"))));
    await own.restart("SIGKILL");
    await page.reload();
    await expect(chat.modelButton).toHaveAccessibleName("Model: /models/Qwen2.5-7B-Instruct-Q4_K_M.gguf");
    const question = newQuestion("Next");
    await chat.send(question);
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    const [call] = provider.log({ text: question, purpose: "answer" });
    expect(call).toMatchObject({ mount: "local", model: "/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf" });
  } finally {
    await own.dispose();
  }
});

test("a conversation whose provider is gone says so, keeps the text and goes on with another model", async ({
  page,
  provider,
}) => {
  const before = await startApp({ provider });
  const account = await signUp(before);
  const client = clientOf(before, account);
  const turn = composeTurn(newQuestion(), { modelId: "local:llama3.2:latest" });
  await allEvents(await client.post("/api/chat", turn));
  await before.stop();
  const { DATABASE_URL: _same, ...env } = before.env;
  const { port, directory } = before;
  const own = await startApp({ provider, port, directory, env: { ...env, CUSTOM_PROVIDERS: undefined } });
  try {
    await enter(page, own, account);
    await page.goto(`${own.url}/c/${turn.conversationId}`);
    const chat = chatOn(page);
    await expect(chat.modelButton).toHaveAccessibleName("Model: local:llama3.2:latest");
    const question = newQuestion();
    await chat.send(question);
    await expect(chat.alert).toContainText("There is no such model here. Choose another one.");
    await expect(chat.box).toHaveValue(question);
    await expect(chat.questions).toHaveCount(1);
    await chat.chooseModel("openai:scenario/quick");
    await chat.sendButton.click();
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    await expect(chat.alert).toHaveCount(0);
  } finally {
    await own.dispose();
    await before.dispose();
  }
});
