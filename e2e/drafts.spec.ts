import { ownerHeader, ownerName } from "../lib/auth/owner-schema.ts";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { openUnheard } from "./support/unheard.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
});

test("what is typed survives a reload, in each conversation its own, and is gone after signing out", async ({
  page,
  account,
  signIn,
}) => {
  await page.goto("/");
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const url = page.url();
  await chat.box.fill("of this conversation");
  await chat.newChat.click();
  await chat.box.fill("of the new one");
  await page.reload();
  await expect(chat.box).toHaveValue("of the new one");
  await page.goto(url);
  await expect(chat.box).toHaveValue("of this conversation");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await signIn(page, account);
});

test("what is typed before the page's scripts are there stays, behind what was kept, and is kept like it", async ({
  page,
}) => {
  await page.goto("/");
  const chat = chatOn(page);
  await expect(chat.box).toBeFocused();
  for (const [typed, whole] of [
    ["early", "early"],
    ["early again", "early\nearly again"],
  ] as const) {
    const letThem = await openUnheard(page);
    await chat.box.pressSequentially(typed);
    await expect(chat.box).toHaveValue(typed);
    await letThem();
    await expect(page.getByText(/^\d+ models from \d providers$/)).toBeVisible();
    await expect(chat.box).toHaveValue(whole);
    await page.reload();
    await expect(chat.box).toHaveValue(whole);
  }
});

test("another person in the same browser does not see what was typed", async ({
  page,
  account,
  newAccount,
  signIn,
  clientFor,
}) => {
  await page.goto("/");
  const chat = chatOn(page);
  const brought = page.waitForRequest((request) => request.method() === "PUT" && /\/api\/drafts\//.test(request.url()));
  await chat.box.fill("a secret");
  expect((await brought).headers()[ownerHeader]).toBe(ownerName(account.email));
  await page.reload();
  await expect(chat.box).toHaveValue("a secret");
  // changed a moment ago, it is brought to the server as the page goes: with whose session?
  await chat.box.fill("another secret");
  await page.context().clearCookies();
  const other = await newAccount();
  await signIn(page, other);
  await page.reload();
  await expect(chat.box).toHaveValue("");
  expect(await (await clientFor(other).get("/api/drafts/new")).json()).toEqual({ draft: null });
  await expect(chat.box).toHaveValue("");
});

test("a page that is still open when somebody else signs in sends nothing as that person, and keeps its text", async ({
  page,
  account,
  newAccount,
  signIn,
  clientFor,
  provider,
}) => {
  await page.goto("/");
  const chat = chatOn(page);
  const question = newQuestion("Whose?");
  await chat.box.fill(question);
  const other = await newAccount();
  await page.context().clearCookies();
  await signIn(page, other);
  const [request] = await Promise.all([page.waitForRequest("**/api/chat"), chat.box.press("Enter")]);
  expect(request.headers()[ownerHeader]).toBe(ownerName(account.email));
  await expect(chat.alert).toContainText("You are signed out.");
  await expect(chat.box).toHaveValue(question);
  const client = clientFor(other);
  expect(await (await client.get("/api/conversations")).json()).toMatchObject({ conversations: [] });
  expect(await (await client.get("/api/drafts/new")).json()).toEqual({ draft: null });
  expect(provider.log({ text: question })).toHaveLength(0);
  await page.goto("/");
  await expect(chat.box).toHaveValue("");
  await signIn(page, account);
  await page.goto("/");
  await expect(chat.box).toHaveValue(question);
});

test("CF-11 after a deploy an old page goes on working, offers to reload, and keeps the draft", async ({ page }) => {
  await page.clock.install();
  await page.goto("/");
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await expect(page.getByText("Switchboard has been updated.")).toHaveCount(0);
  await page.route("**/api/conversations", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "x-switchboard-build": "a-newer-one" } });
  });
  await chat.box.fill("typed before the reload");
  await page.clock.fastForward(16_000);
  await expect(page.getByText("Switchboard has been updated.")).toBeVisible();
  await page.unrouteAll({ behavior: "wait" });
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByText("Switchboard has been updated.")).toHaveCount(0);
  await expect(chat.box).toHaveValue("typed before the reload");
});

for (const [name, breakStorage] of [
  [
    "full",
    () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  ],
  [
    "blocked",
    () => {
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    },
  ],
] as const) {
  test(`CF-12 with storage ${name} everything works, and the page says that nothing typed is kept`, async ({
    page,
    context,
  }) => {
    await page.addInitScript(breakStorage);
    await page.goto("/");
    const chat = chatOn(page);
    await expect(page.getByText("cannot keep what you type")).toHaveCount(0);
    const [first, second] = [newQuestion("First"), newQuestion("Second")];
    await chat.box.fill(first);
    await expect(page.getByText("This browser cannot keep what you type")).toBeVisible();
    await chat.box.press("Enter");
    await chat.waitFor("complete");
    await context.setOffline(true);
    await chat.send(second);
    await expect(chat.waiting).toContainText([second]);
    await context.setOffline(false);
    await expect(chat.questions).toHaveText([first, second]);
    await chat.waitFor("complete");
  });
}

test("CF-13 the session ends while a message is written: sign in again, and the text is there", async ({
  page,
  account,
  clientFor,
  provider,
}) => {
  await page.goto("/");
  const chat = chatOn(page);
  await chat.send(newQuestion("First"));
  await chat.waitFor("complete");
  const id = await chat.id();
  const question = newQuestion("Second");
  await chat.box.fill(question);
  expect((await clientFor(account).post("/api/auth/sign-out")).ok).toBe(true);
  await chat.box.press("Enter");
  await expect(chat.alert).toContainText("You are signed out.");
  await expect(chat.box).toHaveValue(question);
  await chat.alert.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/c/${id}$`));
  await expect(chat.box).toHaveValue(question);
  await chat.sendButton.click();
  await expect(chat.questions).toHaveCount(2);
  await chat.waitFor("complete");
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});
