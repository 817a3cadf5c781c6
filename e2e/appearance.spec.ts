import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN", extraHTTPHeaders: { "accept-language": "zh-TW,zh;q=0.9,en;q=0.5" } });

  test("a browser that prefers Chinese gets Chinese pages", async ({ page, account, signIn }) => {
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
    await signIn(page, account);
    await page.goto("/");
    await expect(page.getByRole("textbox", { name: "消息" })).toBeVisible();
    await page.goto("/c/nothing");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/[一-鿿]/);
  });
});

for (const path of ["/sign-in", "/sign-up"]) {
  test(`language and theme are switched without an account, and stay: ${path}`, async ({ page, account, signIn }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`${path}?next=%2Fusage`);
    const light = await background();
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByRole("radio", { name: "Dark" }).check();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.getByRole("combobox", { name: "Language" }).selectOption("简体中文");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    // where it was on its way to, what was typed, and how it looks are as they were
    await expect(page).toHaveURL(/\?next=%2Fusage$/);
    await expect(page.getByLabel("邮箱")).toHaveValue("ada@example.com");
    await expect(page.getByRole("radio", { name: "深色" })).toBeChecked();
    expect(await background()).toBe(dark);
    await signIn(page, account);
    await page.goto("/");
    await expect(page.getByRole("textbox", { name: "消息" })).toBeVisible();
    expect(await background()).toBe(dark);
    await expect(page.getByRole("radio", { name: "深色" })).toBeChecked();
  });
}

test.describe("signed in", () => {
  test.beforeEach(async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/");
  });

  test("the language is switched in the account area, and stays", async ({ page }) => {
    const account = page.getByRole("region", { name: "Account" });
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await account.getByRole("combobox", { name: "Language" }).selectOption("简体中文");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await expect(page.getByRole("textbox", { name: "消息" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("textbox", { name: "消息" })).toBeVisible();
    await page.getByRole("combobox", { name: "语言" }).selectOption("English");
    await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  });

  test("no language can be chosen before the page can keep the choice", async ({ page }) => {
    const held = Promise.withResolvers<void>();
    await page.route("**/_next/static/**/*.js", async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto("/", { waitUntil: "commit" });
    const language = page.getByRole("combobox", { name: "Language" });
    await expect(language).toBeDisabled();
    held.resolve();
    await language.selectOption("简体中文");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  });

  test("the theme changes at once, and is in the first HTML of the next page", async ({ page, request }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const choose = (name: string) => page.getByRole("radio", { name }).check();
    await page.emulateMedia({ colorScheme: "light" });
    const light = await background();
    await choose("Dark");
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const html = await (await request.get("/", { headers: { cookie: cookies } })).text();
    expect(html).toMatch(/^<!DOCTYPE html><html[^>]* data-theme="dark"/);

    // from its very first paint on: no script has run yet when the stylesheet applies
    await page.reload();
    expect(await background()).toBe(dark);
    await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
    await choose("Light");
    await expect.poll(background).toBe(light);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background()).toBe(light);
    await choose("System");
    await expect.poll(background).toBe(dark);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(background).toBe(light);
  });

  test("landmarks, headings and the list of messages have their roles and names", async ({ page }) => {
    const chat = chatOn(page);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(chat.conversations).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("New chat");
    const question = newQuestion();
    await chat.send(question);
    await chat.waitFor("complete");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main").getByRole("region", { name: "Conversation" })).toBeVisible();
    await expect(chat.questions).toHaveAccessibleName("You");
    await expect(chat.answer).toHaveAccessibleName("Answer from openai:scenario/quick");
    await expect(chat.conversations.getByRole("heading", { name: "Today" })).toBeVisible();
  });

  test("a finished answer is announced once, politely, and not word by word", async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openai:scenario/held:after=3,tokens=6");
    // notes all that any live region comes to say
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          const region = element?.closest('[aria-live], [role="status"], [role="alert"], [role="log"]');
          if (region?.textContent && region.id !== "__next-route-announcer__") said.push(region.textContent);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await chat.send(question);
    await provider.waitForCall({ text: question, held: true });
    await expect(chat.words).toHaveText("w0 w1 w2");
    provider.release({ text: question });
    await chat.waitFor("complete");
    const status = page.getByRole("status").filter({ hasText: "The answer is finished." });
    await expect(status).toHaveCount(1);
    await expect(status).toHaveAttribute("aria-live", "polite");
    expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([
      "The answer is finished.",
    ]);
  });

  test("the page follows an answer, lets go when one scrolls up, and comes back on request", async ({ page }) => {
    const chat = chatOn(page);
    await chat.chooseModel("openai:scenario/markdown:repeat=60,delay=8,size=12");
    await chat.send(newQuestion());
    const list = page.getByRole("region", { name: "Conversation" });
    const jump = page.getByRole("button", { name: "Jump to latest" });
    const place = () =>
      list.evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
        height: scrollHeight,
        // laid out from the bottom: 0 is the end
        toEnd: Math.abs(Math.round(scrollTop)),
        top: Math.round(scrollHeight - clientHeight + scrollTop),
      }));
    await expect.poll(async () => (await place()).height).toBeGreaterThan(2500);
    expect((await place()).toEnd).toBeLessThan(40);
    await expect(jump).toBeHidden();

    await list.hover();
    await page.mouse.wheel(0, -700);
    await expect(jump).toBeVisible();
    const before = await place();
    await expect.poll(async () => (await place()).height).toBeGreaterThan(before.height + 5_500);
    // what is being read stays where it is while the end grows, and while what is far from it is taken out of the page
    expect(Math.abs((await place()).top - before.top)).toBeLessThan(40);
    await jump.click();
    await expect.poll(async () => (await place()).toEnd).toBeLessThan(40);
    await expect(jump).toBeHidden();
    await chat.stopButton.click();
    await chat.waitFor("stopped");
    expect((await place()).toEnd).toBeLessThan(40);
  });
});

test("everything from signing up to a new chat can be done with the keyboard alone", async ({ page, app }) => {
  const chat = chatOn(page);
  const press = (key: string) => page.keyboard.press(key);
  const type = (text: string) => page.keyboard.type(text);
  /** Tab until an element has the focus, as somebody does who looks for it. */
  const tabTo = async (name: RegExp) => {
    for (let count = 0; count < 40; count++) {
      await press("Tab");
      const focused = page.locator(":focus");
      if (
        (await focused.count()) &&
        name.test(await focused.evaluate((element) => element.ariaLabel ?? element.textContent ?? ""))
      )
        return;
    }
    throw new Error(`Tab never came to ${name}`);
  };
  await page.goto(`${app.url}/sign-up`);
  await tabTo(/^$/);
  await type("Keyboard Person");
  await press("Tab");
  await type(`keys-${Date.now()}@example.com`);
  await press("Tab");
  await type("only-the-keyboard");
  await press("Enter");
  await expect(chat.box).toBeFocused();
  await tabTo(/^Model: /);
  await press("Enter");
  await type("openai:scenario/held:after=2");
  await expect(chat.models.first()).toHaveText(/held:after=2/);
  await press("Enter");
  await expect(chat.modelButton).toBeFocused();
  await press("Shift+Tab");
  await expect(chat.box).toBeFocused();
  await type("By keyboard");
  await press("Enter");
  await expect(chat.words).toHaveText("w0 w1");
  await expect(chat.box).toBeFocused();
  await tabTo(/^Stop$/);
  await press("Enter");
  await chat.waitFor("stopped");
  await tabTo(/^New chat$/);
  await press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.answers).toHaveCount(0);
});
