import type { Page } from "@playwright/test";
import type { DraftAnswer } from "../lib/conversations/drafts-schema.ts";
import { type Chat, chatOn, newQuestion, otherDevice } from "./support/chat.ts";
import type { Client } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

/** The person comes back to a window. */
const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

const storedDraft = async (client: Client, box: string) =>
  ((await (await client.get(`/api/drafts/${box}`)).json()) as DraftAnswer).draft?.text ?? null;

/** Waits until the server has a text for a box; null for nothing. */
const waitForDraft = (client: Client, box: string, text: string | null) =>
  expect.poll(() => storedDraft(client, box), { timeout: 15_000 }).toBe(text);

/** A conversation with one answer. */
async function beginChat(page: Page): Promise<{ chat: Chat; id: string }> {
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  return { chat, id: await chat.id() };
}

test("drafts on two devices: what is typed on one is on the other, both ways, and what is sent is gone on both", async ({
  page,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const { chat: here, id } = await beginChat(page);
  await here.box.fill("begun here");
  await waitForDraft(client, id, "begun here");

  const phone = await otherDevice(page, account);
  const there = chatOn(phone);
  await phone.goto(`/c/${id}`);
  await expect(there.box).toHaveValue("begun here");
  await there.box.press("End");
  await phone.keyboard.type(", gone on there");
  await waitForDraft(client, id, "begun here, gone on there");
  await comeBack(page);
  await expect(here.box).toHaveValue("begun here, gone on there");

  await here.box.press("Enter");
  await expect(here.questions).toHaveCount(2);
  await waitForDraft(client, id, null);
  await comeBack(phone);
  await expect(there.box).toHaveValue("");
  await expect(there.questions).toHaveCount(2);

  // the new chat has one, too
  await there.newChat.first().click();
  await there.box.fill("a new one");
  await waitForDraft(client, "new", "a new one");
  await here.newChat.first().click();
  await expect(here.box).toHaveValue("a new one");
  await here.send(newQuestion("a new one"));
  await waitForDraft(client, "new", null);
  await comeBack(phone);
  await expect(there.box).toHaveValue("");
  await phone.context().close();
});

test("CF-6 what was sent is in no box of another device, although the page that sent it is gone at once", async ({
  page,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const { chat: here, id } = await beginChat(page);
  const question = newQuestion();
  await here.box.fill(question);
  await waitForDraft(client, id, question);
  const phone = await otherDevice(page, account);
  const there = chatOn(phone);
  await phone.goto(`/c/${id}`);
  await expect(there.box).toHaveValue(question);
  // it tells nobody that its box is empty now
  await page.route("**/api/drafts/*", (route) => route.abort());
  await here.box.press("Enter");
  await expect(here.questions).toHaveCount(2);
  await here.waitFor("complete");
  await page.close();
  await comeBack(phone);
  await expect(there.questions).toHaveCount(2);
  await expect(there.box).toHaveValue("");
  expect(await storedDraft(client, id)).toBeNull();
  await phone.context().close();
});

test("drafts changed on two devices at once: nothing is overwritten, the other one is offered", async ({
  page,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const [here, phone] = [chatOn(page), await otherDevice(page, account)];
  const there = chatOn(phone);
  await phone.goto("/");
  const offer = page.getByRole("region", { name: "Written on another device" });
  // neither has heard of the other when it writes
  await page.route("**/api/drafts/*", (route) => route.abort());
  await here.box.fill("mine");
  await there.box.fill("theirs");
  await waitForDraft(client, "new", "theirs");
  await page.unroute("**/api/drafts/*");
  await comeBack(page);
  await expect(offer).toContainText("theirs");
  await expect(here.box).toHaveValue("mine");
  expect(await storedDraft(client, "new")).toBe("theirs");
  await offer.getByRole("button", { name: "Keep mine" }).click();
  await expect(offer).toHaveCount(0);
  await expect(here.box).toBeFocused();
  await waitForDraft(client, "new", "mine");
  await comeBack(phone);
  await expect(there.box).toHaveValue("mine");

  await page.route("**/api/drafts/*", (route) => route.abort());
  await here.box.fill("mine again");
  await there.box.fill("theirs again");
  await waitForDraft(client, "new", "theirs again");
  await page.unroute("**/api/drafts/*");
  await comeBack(page);
  await offer.getByRole("button", { name: "Use it instead" }).click();
  await expect(here.box).toHaveValue("theirs again");
  await expect(offer).toHaveCount(0);
  // and so it stays
  await page.reload();
  await expect(here.box).toHaveValue("theirs again");
  await phone.context().close();
});

test("a draft that is written or sent offline is brought to the others later, also over a reload", async ({
  page,
  account,
  clientFor,
  context,
}) => {
  const client = clientFor(account);
  const { chat, id } = await beginChat(page);
  await context.setOffline(true);
  await chat.box.fill("written offline");
  await context.setOffline(false);
  await waitForDraft(client, id, "written offline");

  await context.setOffline(true);
  const question = newQuestion("sent offline");
  await chat.send(question);
  await expect(chat.waiting).toContainText([question]);
  expect(await storedDraft(client, id)).toBe("written offline");
  await context.setOffline(false);
  await page.reload();
  await expect(chat.questions).toHaveCount(2);
  await waitForDraft(client, id, null);
  await expect(chat.box).toHaveValue("");
});

test("of two tabs of one browser each keeps its own text, and the one that is closed leaves it", async ({
  page,
  account,
  clientFor,
  context,
}) => {
  const client = clientFor(account);
  const chat = chatOn(page);
  await chat.box.fill("in the first tab");
  await waitForDraft(client, "new", "in the first tab");
  const tab = chatOn(await context.newPage());
  await tab.page.goto("/");
  await expect(tab.box).toBeVisible();
  await comeBack(tab.page);
  await expect(tab.box).toHaveValue("");
  await page.close();
  await comeBack(tab.page);
  await expect(tab.box).toHaveValue("in the first tab");
});

test("a draft is gone with its conversation, and too long a one stays in its browser", async ({
  page,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const { chat, id } = await beginChat(page);
  await chat.box.fill("goes with it");
  await waitForDraft(client, id, "goes with it");
  await chat.box.fill("x".repeat(100_001));
  await expect(page.getByText("too long to follow you to other devices")).toBeVisible();
  await client.delete(`/api/conversations/${id}`);
  expect((await client.get(`/api/drafts/${id}`)).status).toBe(404);
});
