import { chatOn, newQuestion, storedConversation } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { addConversation, numbersIn, numbersSeen, said } from "./support/long.ts";

const list = { name: "Conversation", exact: true } as const;

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
});

test("IV-2 a chat of 10,000 messages opens, scrolls and goes on, and a message is sent without the history", async ({
  page,
  app,
  provider,
  account,
  clientFor,
}) => {
  test.setTimeout(300_000);
  const client = clientFor(account);
  const id = await addConversation(app, client, said(10_000));
  // how long it takes is measured by `npm run bench:page`
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 9999").waitFor();
  const html = await (await client.get(`/c/${id}`)).text();
  expect(html.length).toBeLessThan(400_000);
  const elements = () => page.evaluate(() => document.querySelectorAll("*").length);
  expect(await elements()).toBeLessThan(2000);

  const region = page.getByRole("region", list);
  await region.hover();
  for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, -2_000);
  await expect.poll(async () => (await numbersIn(page))[0]).toBeLessThan(9_700);
  expect(await elements()).toBeLessThan(2000);

  const chat = chatOn(page);
  const question = newQuestion();
  const sent = page.waitForRequest((request) => request.method() === "POST" && /\/api\/chat$/.test(request.url()));
  await chat.send(question);
  const body = (await sent).postData() ?? "";
  expect(body).toContain(question);
  expect(body.length).toBeLessThan(1_000);
  await chat.waitFor("complete", 60);
  await expect(chat.answer).toBeInViewport();
  // what the model reads comes from the store, whole
  const call = await provider.waitForCall({ text: question, purpose: "answer" });
  expect(JSON.stringify(call.body)).toContain("Question 0:");
  expect((await storedConversation(client, id)).messages).toHaveLength(10_002);
});

test("a long conversation is scrolled through whole, up and down, and nothing jumps", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  test.setTimeout(240_000);
  const id = await addConversation(app, clientFor(account), said(160));
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 159").waitFor();
  const region = page.getByRole("region", list);
  await region.hover();
  const seen = new Set<number>();
  const look = async () => {
    for (const number of await numbersSeen(page)) seen.add(number);
  };
  // notes what is seen before a turn of the wheel, and how far it has moved behind it
  const scroll = async (by: number) => {
    const held = await region.evaluateHandle((element) => {
      const view = element.getBoundingClientRect();
      const articles = [...element.querySelectorAll("article")];
      const article = articles.find((one) => one.getBoundingClientRect().bottom > view.top + 100) ?? articles[0];
      return { article, top: article?.getBoundingClientRect().top ?? 0, scrollTop: element.scrollTop, element };
    });
    await page.mouse.wheel(0, by);
    // the wheel is over when two frames have brought nothing
    const moved = await held.evaluate(async ({ article, top, scrollTop, element }) => {
      let [before, still] = [Number.NaN, 0];
      while (still < 4) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = article?.getBoundingClientRect().top ?? 0;
        still = now === before ? still + 1 : 0;
        before = now;
      }
      return { by: top - before, scrolled: element.scrollTop - scrollTop, there: article?.isConnected };
    });
    await look();
    return moved;
  };
  await look();
  for (let turn = 0; !seen.has(0); turn += 1) {
    expect(turn).toBeLessThan(300);
    const { by, there } = await scroll(-600);
    expect(there).toBe(true);
    // at the top there is less to go, and while more is on its way there may be nothing
    expect(by).toBeLessThan(1);
    expect(by).toBeGreaterThan(-605);
  }
  expect([...seen].sort((one, other) => one - other)).toEqual(Array.from({ length: 160 }, (_, index) => index));
  expect((await numbersIn(page)).length).toBeLessThan(60);

  seen.clear();
  await look();
  for (let turn = 0; !seen.has(159); turn += 1) {
    expect(turn).toBeLessThan(300);
    const { by } = await scroll(600);
    expect(by).toBeGreaterThan(-1);
    if (!seen.has(159)) expect(Math.abs(by - 600)).toBeLessThan(3);
  }
  expect([...seen].sort((one, other) => one - other)).toEqual(Array.from({ length: 160 }, (_, index) => index));
  expect((await numbersIn(page)).length).toBeLessThan(60);
});

test("whoever comes back to a conversation, or reloads it, is where they were; and one press leads to the end", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const id = await addConversation(app, client, said(200));
  const other = await addConversation(app, client, said(4));
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 199").waitFor();
  const region = page.getByRole("region", list);
  await region.hover();
  await expect(async () => {
    await page.mouse.wheel(0, -3_000);
    expect((await numbersSeen(page))[0]).toBeLessThan(130);
  }).toPass();
  let before: number[] = [];
  await expect(async () => {
    before = await numbersSeen(page);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await numbersSeen(page)).toEqual(before);
  }).toPass();

  const nav = page.getByRole("navigation", { name: "Conversations" });
  await nav.locator(`a[href="/c/${other}"]`).click();
  await page.getByText("Answer 3.").waitFor();
  await expect.poll(() => numbersSeen(page)).toContain(3);
  await nav.locator(`a[href="/c/${id}"]`).click();
  await expect.poll(() => numbersSeen(page)).toEqual(before);

  // what comes before the end is asked for again
  await page.reload();
  await expect.poll(() => numbersSeen(page)).toEqual(before);

  const jump = page.getByRole("button", { name: "Jump to latest" });
  await jump.click();
  await expect.poll(() => numbersSeen(page)).toContain(199);
  await expect(jump).toBeHidden();
  await page.reload();
  await expect.poll(() => numbersSeen(page)).toContain(199);
});

test("earlier messages that could not be had are asked for again with a button", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  const id = await addConversation(app, clientFor(account), said(120));
  await page.route("**/messages?before=*", (route) => route.abort());
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 119").waitFor();
  await page.getByRole("region", list).focus();
  const again = page.getByRole("button", { name: "Load earlier messages" });
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(again).toBeInViewport({ timeout: 500 });
  }).toPass();
  expect((await numbersIn(page))[0]).toBe(80);
  await page.unroute("**/messages?before=*");
  await again.click();
  await expect(again).toBeHidden();
  await expect(async () => {
    await page.keyboard.press("Home");
    expect((await numbersSeen(page))[0]).toBe(0);
  }).toPass();
});

test("a message far up is edited, and its first version comes back with all that followed it", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const id = await addConversation(app, client, said(200));
  const chat = chatOn(page);
  test.setTimeout(120_000);
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 199").waitFor();
  await page.getByRole("region", list).hover();
  const question = page.locator("article").filter({ hasText: "Question 60:" });
  await expect(async () => {
    const ahead = ((await numbersSeen(page))[0] ?? 199) - 60;
    // who has gone past it turns back
    if (ahead !== 0) await page.mouse.wheel(0, Math.sign(ahead) * (Math.abs(ahead) > 25 ? -2_000 : -400));
    await expect(question).toBeInViewport({ timeout: 200 });
  }).toPass({ intervals: [20] });
  await question.hover();
  await question.getByRole("button", { name: "Edit message" }).click();
  await page.getByRole("textbox", { name: "Edited text" }).fill("Something else");
  await page.keyboard.press("Enter");
  await chat.waitFor("complete");
  await expect(page.locator("article").last()).toBeInViewport();
  expect((await storedConversation(client, id)).messages).toHaveLength(62);

  const edited = page.locator("article").filter({ hasText: "Something else" }).first();
  await edited.getByRole("button", { name: "Previous version" }).click();
  await expect(question).toBeInViewport();
  await expect.poll(() => numbersSeen(page)).toContain(60);
  expect((await storedConversation(client, id)).messages).toHaveLength(200);
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect.poll(() => numbersSeen(page)).toContain(199);
});
