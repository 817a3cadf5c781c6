import { existsSync } from "node:fs";
import path from "node:path";
import { defaultListing } from "./fake-provider/listings.ts";
import { signUp } from "./support/accounts.ts";
import { type AppEnv, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readListing } from "./support/listing.ts";
import { freePort } from "./support/ports.ts";

// A process asks each provider once and keeps the list for minutes: every test here has an app of its own.

const isReal = existsSync(path.resolve(import.meta.dirname, "../../shared/data/openrouter-models.json"));
type Entry = { id: string; name: string; architecture: { output_modalities: string[] } };
const entries = (JSON.parse(defaultListing("openrouter")) as { data: Entry[] }).data;
const talking = entries.filter(({ architecture }) => architecture.output_modalities.includes("text"));
const listing = isReal ? "a real listing of OpenRouter's" : "an invented listing in OpenRouter's shape";

const only: Record<string, AppEnv> = {
  openrouter: { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined },
  openai: { OPENROUTER_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined },
  local: { OPENAI_API_KEY: undefined, OPENROUTER_API_KEY: undefined, DEFAULT_MODEL: undefined },
};

for (const mount of ["openrouter", "openai"] as const) {
  test(`all ${talking.length} chat models of ${listing} are in the picker, for ${mount}`, async ({
    page,
    provider,
  }) => {
    provider.setListing(mount, "openrouter");
    const app = await startApp({ provider, env: only[mount] });
    try {
      const account = await signUp(app);
      const { providers } = await readListing(clientOf(app, account));
      expect(providers.map(({ models }) => models.map(({ id, name }) => [id, name]))).toEqual([
        talking.map(({ id, name }) => [`${mount}:${id}`, name]),
      ]);
      await enter(page, app, account);
      const chat = chatOn(page);
      await chat.modelButton.click();
      const search = page.getByRole("searchbox", { name: "Search models" });
      await expect(page.getByRole("dialog").getByRole("status")).toHaveText(`${talking.length} models.`);
      await search.press("End");
      const last = talking.at(-1) as Entry;
      await expect(page.getByRole("option", { name: `${last.name} ${mount}:${last.id}` })).toBeInViewport();
      // by words of its name, in any order, and by its id as it is
      for (const { id, name } of talking.filter((_, index) => index % 48 === 0)) {
        await search.fill(id);
        await expect(page.getByRole("option", { name: `${name} ${mount}:${id}`, exact: true })).toBeInViewport();
        await search.fill(name.toUpperCase().split(/\s+/).reverse().join(" "));
        await expect(page.getByRole("option", { name: `${name} ${mount}:${id}`, exact: true })).toBeInViewport();
      }
      const chosen = talking.find(({ id }) => id.includes(":")) as Entry;
      await search.fill(chosen.id);
      await search.press("Enter");
      await expect(chat.modelButton).toHaveAccessibleName(`Model: ${chosen.name}`);
      const question = newQuestion();
      await chat.send(question);
      await chat.waitFor("complete");
      expect(provider.log({ text: question, purpose: "answer" })).toMatchObject([{ mount, model: chosen.id }]);
    } finally {
      await app.dispose();
    }
  });
}

for (const [problem, sentence, prepare] of [
  ["refuses the key", "OpenAI refused the key of this site.", { OPENAI_API_KEY: "sk-wrong-canary-key" }],
  ["is not there", "OpenAI cannot be reached right now.", "unreachable"],
  ["has an error", "OpenAI cannot be reached right now.", "500"],
  ["answers garbage", "OpenAI sent a list that cannot be read.", "garbage"],
] satisfies [string, string, AppEnv | "unreachable" | "500" | "garbage"][]) {
  test(`a provider that ${problem} is told plainly, and the others stay usable`, async ({ page, provider }) => {
    if (prepare === "500" || prepare === "garbage") provider.failListing("openai", prepare);
    const nowhere = prepare === "unreachable" ? { OPENAI_BASE_URL: `http://127.0.0.1:${await freePort()}/v1` } : {};
    const env = { DEFAULT_MODEL: undefined, ...nowhere, ...(typeof prepare === "object" && prepare) };
    const app = await startApp({ provider, env });
    try {
      await enter(page, app, await signUp(app));
      const chat = chatOn(page);
      await chat.modelButton.click();
      const dialog = page.getByRole("dialog", { name: "Choose a model" });
      await expect(dialog.getByRole("listbox").getByText(sentence)).toBeVisible();
      // who does not see the line between the options hears it
      await expect(dialog.getByRole("status")).toContainText(sentence);
      await dialog.getByRole("searchbox").fill("llama3.2");
      await dialog.getByRole("option", { name: "local:llama3.2:latest" }).click();
      await chat.send(newQuestion());
      await chat.waitFor("complete");
      expect(await page.content()).not.toContain("canary");
    } finally {
      await app.dispose();
    }
  });
}

test("a provider whose list never comes holds up neither the page nor the other models' answers", async ({
  page,
  provider,
}) => {
  provider.failListing("openrouter", "hang");
  const app = await startApp({ provider });
  try {
    await enter(page, app, await signUp(app));
    const chat = chatOn(page);
    await chat.send(newQuestion());
    await chat.waitFor("complete");
    await chat.modelButton.click();
    const told = page.getByRole("dialog").getByRole("status").filter({ hasText: "models." });
    await expect(told).toContainText("OpenRouter cannot be reached right now.", { timeout: 15_000 });
    await page.getByRole("searchbox").fill("llama3.2");
    await page.keyboard.press("Enter");
    await expect(chat.modelButton).toHaveAccessibleName("Model: llama3.2:latest");
  } finally {
    await app.dispose();
  }
});

test("a server with nothing installed lists no models, and a typed one still works", async ({ page, provider }) => {
  provider.setListing("local", null);
  const app = await startApp({ provider, env: only.local });
  try {
    await enter(page, app, await signUp(app));
    const chat = chatOn(page);
    await chat.modelButton.click();
    await expect(page.getByText("No models are listed. Type the id of the one you want.")).toBeVisible();
    await expect(page.getByRole("dialog").getByText("cannot be")).toHaveCount(0);
    await page.getByRole("searchbox").fill("scenario/quick");
    await page.keyboard.press("Enter");
    await expect(chat.modelButton).toHaveAccessibleName("Model: local:scenario/quick");
    await chat.send(newQuestion());
    await chat.waitFor("complete");
  } finally {
    await app.dispose();
  }
});

test("DEFAULT_MODEL is where a new person begins; without it a listed model is", async ({ page, provider }) => {
  const file = "local:/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf";
  for (const [DEFAULT_MODEL, name] of [
    [file, "/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf"],
    [undefined, "gpt-5-mini"],
  ]) {
    const app = await startApp({ provider, env: { DEFAULT_MODEL } });
    try {
      await enter(page, app, await signUp(app));
      await expect(chatOn(page).modelButton).toHaveAccessibleName(`Model: ${name}`);
    } finally {
      await app.dispose();
    }
  }
});
