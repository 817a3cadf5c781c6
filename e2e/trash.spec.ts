import { chatOn, newQuestion, otherDevice } from "./support/chat.ts";
import { look, talk, talks } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";
import { seedLines } from "./support/seed.ts";
import { composeTurn } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn, provider }) => {
  provider.setTitles("fail");
  await signIn(page, account);
});

const days = (count: number) => count * 24 * 60 * 60 * 1000;

test("a deleted conversation goes at once, and Undo brings it back exactly as it was @sqld", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const [kept, doomed] = await talks(client, "Kept", "Doomed");
  await client.patch(`/api/conversations/${doomed.id}`, { pinned: true });
  const before = await (await client.get("/api/conversations")).text();
  await page.goto(`/c/${doomed.id}`);
  await chat.box.fill("not sent yet");
  // no answer of the server's is waited for
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(`**/api/conversations/${doomed.id}`, async (route) => {
    if (route.request().method() === "DELETE") await answered;
    await route.continue();
  });
  await chat.chooseFromMenu(doomed.title, "Delete");
  await expect(chat.line(doomed.title)).toHaveCount(0);
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const notice = page.getByRole("region", { name: "Notices" });
  await expect(notice).toContainText(`“${doomed.title}” is in the trash.`);
  answer();
  await expect.poll(async () => (await client.get(`/api/conversations/${doomed.id}`)).status).toBe(404);

  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(notice).toHaveText("");
  await expect(chat.conversations.getByRole("link")).toHaveText([doomed.title, kept.title]);
  await expect(page.getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveText([doomed.title]);
  await expect(page).toHaveURL(`/c/${doomed.id}`);
  await expect(chat.questions).toHaveText(doomed.title);
  await expect(chat.box).toHaveValue("not sent yet");
  expect(await (await client.get("/api/conversations")).text()).toBe(before);
});

test("Undo by keyboard, and while the server is still asked", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const [{ title, id }] = await talks(client, "Regretted");
  await page.goto("/");
  await chat.line(title).focus();
  await page.keyboard.press("Delete");
  await expect(chat.line(title)).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(chat.line(title)).toBeVisible();
  expect((await client.get(`/api/conversations/${id}`)).status).toBe(200);
  // in a field the key is the field's own
  await chat.line(title).focus();
  await page.keyboard.press("Delete");
  await expect(chat.line(title)).toHaveCount(0);
  await chat.box.focus();
  await page.keyboard.type("text");
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
});

test("the trash says when each will be gone, restores, and deletes for ever when that is confirmed @sqld", async ({
  page,
  account,
  clientFor,
  app,
}) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const [back, gone, stays] = await talks(client, "Back", "Gone", "Stays");
  for (const { id } of [back, gone]) await client.delete(`/api/conversations/${id}`);
  await page.goto("/");
  await page.getByRole("link", { name: "Trash" }).click();
  await expect(page).toHaveTitle("Trash · Switchboard");
  const list = page.getByRole("list", { name: "Trash" });
  const row = (title: string) => list.getByRole("listitem").filter({ hasText: title });
  await expect(list.getByRole("listitem")).toContainText([gone.title, back.title]);
  await expect(row(back.title)).toContainText("Gone for ever in 30 days");

  await row(back.title).getByRole("button", { name: "Restore" }).click();
  await expect(row(back.title)).toHaveCount(0);
  await expect(chat.line(back.title)).toBeVisible();

  const dialog = page.getByRole("dialog", { name: "Delete for ever?" });
  await row(gone.title).getByRole("button", { name: "Delete for ever" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(row(gone.title)).toHaveCount(1);
  await row(gone.title).getByRole("button", { name: "Delete for ever" }).click();
  await dialog.getByRole("button", { name: "Delete for ever" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  for (const table of ["Message", "Turn"]) {
    const count = () => readRow(app, `SELECT COUNT(*) AS "n" FROM "${table}" WHERE "conversationId" = ?`, [gone.id]);
    await expect.poll(async () => (await count())?.n).toBe(0);
  }
  // what it cost is still counted
  expect((await readRow(app, `SELECT COUNT(*) AS "n" FROM "Usage" WHERE "conversationId" = ?`, [gone.id]))?.n).toBe(1);
  await chat.line(back.title).click();
  await expect(chat.questions).toHaveText(back.title);
  await expect(chat.line(stays.title)).toBeVisible();
});

test("the trash is emptied, many pages of it, and what lay there for 30 days is there no more", async ({
  page,
  account,
  clientFor,
  app,
}) => {
  await seedLines(app, account, 350, { deletedAt: new Date(Date.now() - days(29.5)).toISOString() });
  await seedLines(app, account, 3, { deletedAt: new Date(Date.now() - days(30.5)).toISOString() });
  await page.goto("/trash");
  const list = page.getByRole("list", { name: "Trash" });
  await expect(list.getByRole("listitem").first()).toContainText("Gone for ever today");
  // pages come as one scrolls
  await expect(async () => {
    await list.evaluate((element) => element.closest("[tabindex]")?.scrollTo({ top: 1_000_000 }));
    await expect(list.getByRole("listitem").last()).toHaveAttribute("aria-posinset", "350", { timeout: 200 });
  }).toPass({ intervals: [20], timeout: 15_000 });
  expect(await page.locator("*").count()).toBeLessThan(500);
  await page.getByRole("button", { name: "Empty trash" }).click();
  await page.getByRole("dialog", { name: "Empty the trash?" }).getByRole("button", { name: "Empty trash" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  const left = () =>
    readRow(
      app,
      `SELECT COUNT(*) AS "n" FROM "Conversation" WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = ?)`,
      [account.email],
    );
  await expect.poll(async () => (await left())?.n, { timeout: 15_000 }).toBe(0);
  expect(await (await clientFor(account).get("/api/trash")).json()).toEqual({ conversations: [], next: null });
});

test("another device sees at its next look what was deleted and restored", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const [{ title, id }] = await talks(client, "Shared");
  await page.goto("/");
  const other = await otherDevice(page, account);
  await other.goto(page.url());
  await expect(chatOn(other).line(title)).toBeVisible();
  await chat.chooseFromMenu(title, "Delete");
  await expect.poll(async () => (await client.get(`/api/conversations/${id}`)).status).toBe(404);
  await look(other);
  await expect(chatOn(other).line(title)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await client.get(`/api/conversations/${id}`)).status).toBe(200);
  await look(other);
  await expect(chatOn(other).line(title)).toBeVisible();
  await other.context().close();
});

test("AZ-7 what lies in the trash can be reached by no other door @sqld", async ({ account, clientFor, provider }) => {
  const client = clientFor(account);
  const view = await talk(client, [newQuestion("Hidden")]);
  const [question, answer] = view.messages;
  const running = composeTurn(newQuestion("Running"), {
    conversationId: view.id,
    parentId: answer?.id ?? null,
    modelId: "openai:scenario/held:after=2",
  });
  const following = await client.post("/api/chat", running);
  await provider.waitForCall({ text: running.message.parts[0]?.text ?? "", held: true });
  expect((await client.delete(`/api/conversations/${view.id}`)).status).toBe(204);
  const doors: [string, string, unknown?][] = [
    ["GET", `/api/conversations/${view.id}`],
    ["PATCH", `/api/conversations/${view.id}`, { pinned: true }],
    ["PATCH", `/api/conversations/${view.id}`, { archived: true }],
    ["DELETE", `/api/conversations/${view.id}`],
    ["GET", `/api/conversations/${view.id}/usage`],
    ["POST", `/api/conversations/${view.id}/version`, { messageId: question?.id }],
    ["POST", `/api/conversations/${view.id}/fork`, { messageId: question?.id, conversationId: running.turnId }],
    ["GET", `/api/chat/${view.id}/stream`],
    ["GET", `/api/turns/${running.turnId}/events`],
    ["POST", `/api/turns/${running.turnId}/stop`, {}],
    ["GET", `/api/messages/${answer?.id}/receipt`],
    ["POST", "/api/chat", running],
    ["POST", "/api/chat", composeTurn("go on", { conversationId: view.id, parentId: answer?.id ?? null })],
  ];
  const expectShut = async () => {
    for (const [method, path, body] of doors) {
      const response = await client.send(method, path, body === undefined ? null : JSON.stringify(body));
      expect.soft(response.status, `${method} ${path}`).toBe(404);
      await response.body?.cancel();
    }
  };
  await expectShut();
  // and when the answer that ran has ended
  await following.text();
  await expectShut();
  for (const path of ["/api/conversations", "/api/archive"]) {
    expect(await (await client.get(path)).text()).not.toContain(view.id);
  }
  expect((await client.post(`/api/trash/${view.id}/restore`)).status).toBe(204);
  expect((await client.get(`/api/turns/${running.turnId}/events`)).status).toBe(200);
});

test("an unsaved settings form of a deleted conversation is forgotten", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const [{ title, id }] = await talks(clientFor(account), "Formed");
  await page.goto(`/c/${id}`);
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("settings.")));
  await page.getByRole("button", { name: "Conversation settings" }).click();
  await page.getByRole("textbox", { name: "System prompt" }).first().fill("Half a thought");
  await expect.poll(kept).toHaveLength(1);
  // as it would be found again after a reload
  await page.reload();
  await expect(chat.questions).toHaveText(title);
  expect(await kept()).toHaveLength(1);
  await chat.chooseFromMenu(title, "Delete");
  await expect.poll(kept).toEqual([]);
});
