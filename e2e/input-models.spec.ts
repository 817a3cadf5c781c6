import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import { noSettings } from "../lib/conversations/settings-schema.ts";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn } from "./support/turns.ts";

type ErrorAnswer = { error: { code: string; message: string } };

test("IV-7 a model that cannot be here is refused in words, wherever it is named", async ({
  account,
  provider,
  clientFor: as,
}) => {
  const client = as(account);
  const own = composeTurn("mine");
  await allEvents(await client.post("/api/chat", own));
  const calls = provider.log({ purpose: "answer" }).length;
  const models = [
    "nowhere:gpt-5",
    "gpt-5",
    "",
    " ",
    ":",
    "openai:",
    ":gpt-5",
    "OpenAI:gpt-5",
    " openai:gpt-5",
    "../../etc/passwd",
    "/v1/models",
    "https://evil.test/v1:gpt-5",
    "file:///etc/passwd",
    "constructor:x",
    "__proto__:x",
    "toString:x",
    // the demo is there only where nothing else is
    "demo:guide",
    `nowhere:${"x".repeat(10_000)}`,
    `openai:${"x".repeat(10_000)}`,
  ];
  for (const modelId of models) {
    const turn = composeTurn("hello", { modelId });
    const answers = [
      await client.post("/api/chat", turn),
      await client.patch(`/api/conversations/${own.conversationId}`, { modelId }),
      await client.put("/api/models/favourites", { modelId, favourite: true }),
      await client.post("/api/presets", { id: uuidv7(), name: "Mine", modelId, settings: noSettings }),
    ];
    for (const answer of answers) {
      const label = `${modelId.slice(0, 40)} ${answer.url}`;
      expect.soft(answer.status, label).toBe(404);
      const { error } = (await answer.json()) as ErrorAnswer;
      expect.soft(error, label).toMatchObject({ code: "model_not_found", message: expect.stringMatching(/model/) });
    }
    expect.soft((await client.get(`/api/conversations/${turn.conversationId}`)).status, modelId.slice(0, 40)).toBe(404);
  }
  expect(provider.log({ purpose: "answer" }).length).toBe(calls);
  const kept = (await (await client.get(`/api/conversations/${own.conversationId}`)).json()) as { modelId: string };
  expect(kept.modelId).toBe("openai:scenario/quick");
});

test("IV-7 a conversation whose model was withdrawn still opens, says so, and another model is offered", async ({
  provider,
  page,
}) => {
  const listed = ["scenario/quick", "scenario/slow"].map((id) => ({ id, name: `Named ${id}` }));
  provider.setListing("openrouter", listed);
  const app = await startApp({
    provider,
    env: { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined },
  });
  try {
    const account = await signUp(app);
    const client = clientFor(app, account);
    await client.put("/api/models/favourites", { modelId: "openrouter:scenario/quick", favourite: true });
    const turn = composeTurn("kept words", { modelId: "openrouter:scenario/quick" });
    await allEvents(await client.post("/api/chat", turn));
    await enter(page, app, account);
    const chat = chatOn(page);
    await page.goto(`${app.url}/c/${turn.conversationId}`);
    await expect(chat.modelButton).toHaveAccessibleName("Model: Named scenario/quick");
    const note = page.getByText("This model is not among those of OpenRouter that can be chosen here.");
    await expect(note).toHaveCount(0);

    provider.setListing("openrouter", listed.slice(1));
    await app.restart();
    await page.reload();
    await expect(chat.questions).toHaveText(["kept words"]);
    await expect(note).toBeVisible();
    await page.getByRole("button", { name: "Choose another model" }).click();
    const dialog = page.getByRole("dialog");
    // the mark that was given it is not lost, and can be taken away
    const gone = dialog.getByRole("option", { name: "scenario/quick openrouter:scenario/quick", exact: true });
    await expect(gone).toHaveCount(1);
    await dialog.getByRole("option", { name: "Named scenario/slow openrouter:scenario/slow", exact: true }).click();
    await expect(note).toHaveCount(0);
    await chat.send("and on");
    await chat.waitFor("complete");
    expect(provider.log({ text: "and on", purpose: "answer" })).toMatchObject([{ model: "scenario/slow" }]);
  } finally {
    await app.dispose();
  }
});

test("IV-7 a conversation whose provider has gone still opens, and sending says why it cannot go on", async ({
  provider,
  page,
}) => {
  const directory = mkdtempSync(path.join(tmpdir(), "switchboard-"));
  try {
    const before = await startApp({ provider, directory });
    const account = await signUp(before);
    const turn = composeTurn("kept words", { modelId: "local:scenario/quick" });
    await allEvents(await clientFor(before, account).post("/api/chat", turn));
    await before.dispose();

    const { PORT: _port, BETTER_AUTH_URL: _url, DATABASE_URL: _same, CUSTOM_PROVIDERS: _gone, ...env } = before.env;
    const app = await startApp({ directory, env });
    try {
      const client = clientFor(app, account);
      const view = (await (await client.get(`/api/conversations/${turn.conversationId}`)).json()) as {
        modelId: string;
        messages: { id: string; parts: unknown[] }[];
      };
      expect(view).toMatchObject({ modelId: "local:scenario/quick", messages: [{}, { status: "complete" }] });
      const parentId = view.messages.at(-1)?.id ?? null;
      const again = composeTurn("more", { conversationId: turn.conversationId, parentId, modelId: view.modelId });
      const refused = await client.post("/api/chat", again);
      expect(refused.status).toBe(404);
      expect(((await refused.json()) as ErrorAnswer).error).toEqual({
        code: "model_not_found",
        message: "There is no such model here. Choose another one.",
      });

      const [name = "", value = ""] = account.cookie.split(/=(.*)/s);
      await page.context().addCookies([{ name, value, url: app.url }]);
      await page.goto(`${app.url}/c/${turn.conversationId}`);
      await expect(page.getByRole("article").first()).toContainText("kept words");
      const box = page.getByRole("textbox", { name: "Message" });
      await box.fill("and on");
      await page.getByRole("button", { name: "Send message" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "There is no such model here" })).toBeVisible();
      await expect(box).toHaveValue("and on");
      await expect(page.getByRole("article")).toHaveCount(2);

      const elsewhere = { ...again, modelId: "openai:scenario/quick" };
      expect((await allEvents(await client.post("/api/chat", elsewhere))).at(-1)?.data.type).toBe("finish");
    } finally {
      await app.dispose();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
