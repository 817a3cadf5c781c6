import type { Page } from "@playwright/test";
import { chatOn, newQuestion, otherDevice, storedConversation, transcript, waitForStored } from "./support/chat.ts";
import { testEngine } from "./support/database.ts";
import { expect, test } from "./support/fixtures.ts";
import { seededRandom } from "./support/random.ts";
import { numberedWords } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
});

/** Writes down each length that the answer's text has on the screen, over all reloads of the page. */
async function recordLengths(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const note = () => {
      const text = document.querySelector('article[data-role="assistant"] p')?.textContent ?? "";
      if (!/^w0/.test(text)) return;
      const lengths = JSON.parse(sessionStorage.getItem("lengths") ?? "[]") as number[];
      if (lengths.at(-1) === text.length) return;
      sessionStorage.setItem("lengths", JSON.stringify([...lengths, text.length]));
    };
    // a document that is still being read is not yet on the screen
    document.addEventListener("DOMContentLoaded", () => {
      note();
      new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  });
  return () => page.evaluate(() => JSON.parse(sessionStorage.getItem("lengths") ?? "[]") as number[]);
}

test("CF-2 reloads at 20 random points: the text is never shorter, goes on live, and is whole @sqld", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  test.setTimeout(300_000);
  const random = seededRandom("CF-2");
  const lengths = await recordLengths(page);
  await page.goto("/");
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/slow:tokens=20000,delay=20");
  await chat.send(question);
  await expect(chat.words).toContainText("w3");
  for (let reload = 0; reload < 20; reload++) {
    const words = ((await chat.words.textContent()) ?? "").split(" ").length;
    // live: so many more words come before the next reload
    await expect(chat.words).toContainText(` w${words + random.whole(1, 12)}`);
    await page.reload();
    await expect(chat.words).toContainText("w3");
  }
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  const text = (await chat.words.textContent()) ?? "";
  expect(text).toBe(numberedWords(text.split(" ").length));
  const seen = await lengths();
  expect(seen.length).toBeGreaterThan(20);
  // another instance knows what is stored, and what is shown may be a fifth of a second ahead of that: some ten words
  const ahead = testEngine === "fleet" ? 100 : 0;
  const shorter = seen.filter((length, index) => length + ahead < Math.max(0, ...seen.slice(0, index)));
  expect(shorter).toEqual([]);
  await expect(chat.modelButton).toHaveAccessibleName(/slow/);
  expect(transcript(await storedConversation(clientFor(account), await chat.id()))).toEqual([
    ["user", question],
    ["assistant", text],
  ]);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("CF-1 tabs closed at 10 random points in each of 5 conversations: every answer is there, whole", async ({
  page,
  context,
  account,
  clientFor,
}) => {
  test.setTimeout(480_000);
  const random = seededRandom("CF-1");
  await page.goto("/");
  const setUp = chatOn(page);
  await setUp.chooseModel("openai:scenario/slow:tokens=12,delay=25");
  await setUp.send(newQuestion());
  await setUp.waitFor("complete");
  const whole = numberedWords(12);
  // a tab each, side by side, as a person who opens many
  const conversations = [setUp];
  for (let count = 1; count < 5; count++) conversations.push(chatOn(await context.newPage()));
  for (let round = 0; round < 10; round++) {
    const closed = await Promise.all(
      conversations.map(async (tab, index) => {
        const point = random.whole(0, 11);
        await tab.page.goto("/");
        // Typed any sooner, it would stand behind what another tab has just kept of its own question: all of them are new
        // chats of one browser.
        await expect(tab.page.getByText(/^\d+ models from \d providers$/)).toBeVisible();
        const question = newQuestion();
        await tab.send(question);
        const id = await tab.id();
        await expect(tab.words).toContainText(`w${point}`);
        await tab.page.close();
        conversations[index] = chatOn(await context.newPage());
        return { id, question };
      }),
    );
    for (const { id, question } of closed) {
      expect(transcript(await waitForStored(clientFor(account), id, "complete"))).toEqual([
        ["user", question],
        ["assistant", whole],
      ]);
    }
    if (round < 9) continue;
    const [again] = conversations;
    await again?.page.goto(`/c/${closed[0]?.id}`);
    await again?.waitFor("complete");
    if (again) await expect(again.words).toHaveText(whole);
  }
});

test("CF-4 a laptop that slept ten minutes over a dead connection catches up without a reload", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await page.clock.install();
  await page.goto("/");
  await chat.chooseModel("openai:scenario/held:after=3,tokens=8");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  // what is seen is stored, and comes with the page that follows
  await expect(chat.words).toHaveText(numberedWords(3));
  // from here on the page follows over a connection of which it never hears again
  let died = () => {};
  const dead = new Promise<void>((resolve) => {
    died = resolve;
  });
  await page.route("**/api/turns/*/events?*", () => died(), { times: 1 });
  await page.reload();
  await dead;
  await expect(chat.words).toHaveText(numberedWords(3));
  provider.release({ text: question });
  await expect(chat.answer).toHaveAttribute("data-status", "running");
  await page.clock.fastForward("10:00");
  await chat.waitFor("complete");
  await expect(chat.words).toHaveText(numberedWords(8));
});

test("CF-4 offline in mid-answer, then back: what came meanwhile is there, nothing twice", async ({
  page,
  context,
  provider,
}) => {
  await page.goto("/");
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=3,tokens=8");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await expect(chat.words).toHaveText(numberedWords(3));
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  // the old connection is not trusted any more
  const again = page.waitForRequest(/\/api\/turns\/.*\/events\?after=[1-9]/);
  await context.setOffline(false);
  await again;
  provider.release({ text: question });
  await chat.waitFor("complete");
  await expect(chat.words).toHaveText(numberedWords(8));
  await expect(chat.questions).toHaveText(question);
});

test("CF-4 back and forward, and to another conversation: the answer goes on", async ({ page, provider }) => {
  await page.goto("/");
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=2,tokens=5");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  const url = page.url();
  await page.goto("/sign-in");
  await page.goBack();
  await expect(page).toHaveURL(url);
  await expect(chat.words).toHaveText(numberedWords(2));
  await chat.newChat.click();
  await expect(chat.questions).toHaveCount(0);
  await page.goBack();
  await expect(chat.words).toHaveText(numberedWords(2));
  provider.release({ text: question });
  await chat.waitFor("complete");
  await expect(chat.words).toHaveText(numberedWords(5));
});

test("CF-5 a turn that another device begins appears by itself on a page that shows the conversation", async ({
  page,
  provider,
  account,
}) => {
  await page.clock.install();
  await page.goto("/");
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  await chat.send(first);
  await chat.waitFor("complete");
  const phone = chatOn(await otherDevice(page, account));
  await phone.page.goto(page.url());
  await phone.chooseModel("openai:scenario/held:after=2,tokens=4");
  await phone.send(second);
  await provider.waitForCall({ text: second, held: true });
  await page.clock.fastForward(16_000);
  await expect(chat.questions).toHaveText([first, second]);
  await expect(chat.words).toHaveText(numberedWords(2));
  provider.release({ text: second });
  for (const one of [chat, phone]) {
    await one.waitFor("complete");
    await expect(one.words).toHaveText(numberedWords(4));
  }
  await phone.page.context().close();
});

test("an answer that ends unseen is marked until it is looked at, here and on other devices", async ({
  page,
  provider,
  account,
}) => {
  provider.setTitles("fail");
  await page.goto("/");
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=1,tokens=2");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  const id = await chat.id();
  // a page that knows of it from the server's list alone
  await page.clock.install();
  await page.goto("/");
  await expect(chat.line(question)).toHaveAccessibleName(`Answering: ${question}`);
  provider.release({ text: question });
  await expect(async () => {
    await page.clock.fastForward(3500);
    await expect(chat.line(question)).toHaveAccessibleName(`New answer: ${question}`, { timeout: 1000 });
  }).toPass();
  await page.reload();
  await expect(chat.line(question)).toHaveAccessibleName(`New answer: ${question}`);
  const seen = page.waitForResponse((response) => response.request().method() === "PATCH");
  await chat.line(question).click();
  await expect(page).toHaveURL(new RegExp(id));
  expect((await seen).status()).toBe(204);
  await expect(chat.line(question)).toHaveAccessibleName(question);
  const phone = chatOn(await otherDevice(page, account));
  await phone.page.goto(new URL("/", page.url()).href);
  await expect(phone.line(question)).toHaveAccessibleName(question);
  await phone.page.context().close();
});
