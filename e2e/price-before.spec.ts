import { type Account, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";

const pricing = (prompt: string) => ({ pricing: { prompt, completion: "0.00001" } });
const listing = [
  { id: "maker/middle", name: "Middle", ...pricing("0.00001"), context_length: 100_000 },
  { id: "maker/cheap", name: "Cheap", ...pricing("0.000001"), context_length: 100 },
  { id: "maker/dear", name: "Dear", ...pricing("0.001") },
  { id: "maker/unpriced", name: "Unpriced" },
  { id: "maker/other", name: "Other", ...pricing("0.5") },
];

let app: App;
let account: Account;
test.beforeEach(async ({ provider, page }) => {
  provider.setListing("openrouter", listing);
  app = await startApp({
    provider,
    env: { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: "openrouter:maker/middle" },
  });
  account = await signUp(app);
  await enter(page, app, account);
});
test.afterEach(() => app.dispose());

test("the price of what is to be sent stands there as it is typed, and a favourite is one press away", async ({
  page,
  provider,
}) => {
  const client = clientOf(app, account);
  for (const model of ["dear", "unpriced", "cheap"]) {
    await client.put("/api/models/favourites", { modelId: `openrouter:maker/${model}`, favourite: true });
  }
  await page.reload();
  const chat = chatOn(page);
  const price = page.getByRole("button", { name: /^Price before the answer/ });
  await expect(chat.modelButton).toHaveAccessibleName("Model: Middle");
  await expect(price).toHaveCount(0);
  // 400 letters are about 100 tokens, and 4 stand around them
  await chat.box.fill("word ".repeat(80));
  await expect(price).toHaveAccessibleName("Price before the answer: ≈ $0.001 for ≈ 104 tokens");
  await price.click();
  const items = page.getByRole("menu").getByRole("menuitem");
  await expect(items).toHaveText(["Middle ≈ $0.001", "Cheap too long", "Dear ≈ $0.10", "Unpriced unknown"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(chat.modelButton).toHaveAccessibleName("Model: Dear");
  await expect(price).toHaveAccessibleName("Price before the answer: ≈ $0.10 for ≈ 104 tokens");
  await expect(price).toBeFocused();
  await chat.box.fill(`${newQuestion()} ${"word ".repeat(80)}`);
  await chat.sendButton.click();
  await chat.waitFor("complete");
  expect(provider.log({ purpose: "answer" }).at(-1)).toMatchObject({ body: { model: "maker/dear" } });
  // what was said counts for the next one, and nothing is typed yet
  await expect(price).toHaveAccessibleName(/^Price before the answer: ≈ \$0\.1\d for ≈ 1\d\d tokens$/);
  await price.click();
  await items.filter({ hasText: "Cheap" }).click();
  await expect(page.getByRole("button", { name: /tokens: more than Cheap reads$/ })).toBeVisible();
});

test("without favourites the way to them stands there, and a price that nobody knows is none", async ({ page }) => {
  const chat = chatOn(page);
  await chat.chooseModel("openrouter:maker/unpriced");
  await chat.box.fill("你好".repeat(500));
  const price = page.getByRole("button", { name: "Price before the answer: unknown for ≈ 904 tokens" });
  await expect(price).toHaveText("≈ 904 tokens");
  await price.click();
  await page.getByRole("menuitem", { name: "Mark favourites to compare prices" }).click();
  await expect(page.getByRole("dialog", { name: "Choose a model" })).toBeVisible();
});
