import { chatOn, newQuestion, otherDevice } from "./support/chat.ts";
import { look, talks } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn, provider }) => {
  provider.setTitles("fail");
  await signIn(page, account);
});

test("a conversation is renamed with Enter, and Esc leaves its name alone", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const { conversationId, ...rest } = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", { conversationId, ...rest }));
  await page.goto(`/c/${conversationId}`);
  const field = page.getByRole("textbox", { name: "Title" });

  await chat.chooseFromMenu(question, "Rename");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(question);
  await field.fill("Not this one");
  await field.press("Escape");
  await expect(field).toBeHidden();
  await expect(chat.line(question)).toBeFocused();

  await chat.chooseFromMenu(question, "Rename");
  await field.fill("  Ferries & tides 渡轮  ");
  await field.press("Enter");
  await expect(chat.line("Ferries & tides 渡轮")).toBeFocused();
  await expect(page).toHaveTitle("Ferries & tides 渡轮 · Switchboard");
  await page.reload();
  await expect(chat.line("Ferries & tides 渡轮")).toBeVisible();
  await expect(chat.line(question)).toHaveCount(0);
});

test("keys that only end a composition neither save a name nor drop it", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const { conversationId, ...rest } = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", { conversationId, ...rest }));
  await page.goto(`/c/${conversationId}`);
  const field = page.getByRole("textbox", { name: "Title" });
  await chat.chooseFromMenu(question, "Rename");
  await field.fill("潮汐");
  // Safari's sign is the key code: it ends a composition before the key event
  for (const key of ["Enter", "Escape"])
    for (const sign of [{ isComposing: true }, { keyCode: 229 }])
      await field.dispatchEvent("keydown", { key, bubbles: true, cancelable: true, ...sign });
  await expect(field).toHaveValue("潮汐");
  await field.press("Enter");
  await expect(chat.line("潮汐")).toBeFocused();
});

test("a name that cannot be saved is told, and the old one stays", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const turn = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", turn));
  await page.goto(`/c/${turn.conversationId}`);
  await page.route(`**/api/conversations/${turn.conversationId}`, (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue(),
  );
  await chat.chooseFromMenu(question, "Rename");
  await page.getByRole("textbox", { name: "Title" }).fill("Lost");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The conversation could not be renamed.")).toBeVisible();
  await expect(chat.line(question)).toBeVisible();
});

test("deleting a conversation stops the answer that runs in it @sqld", async ({ page, provider }) => {
  const chat = chatOn(page);
  await page.goto("/");
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=2");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await chat.chooseFromMenu(question, "Delete");
  await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" }, 3);
  await expect(chat.line(question)).toHaveCount(0);
  // a new chat, ready to be used
  await expect(chat.answers).toHaveCount(0);
  await expect(chat.box).toBeEnabled();
  // and brought back with what was written so far
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(chat.questions).toHaveText(question);
  await expect(chat.words).toHaveText("w0 w1");
  await chat.waitFor("stopped");
});

test("pinned conversations stand on top under their own heading, on every device, until they are unpinned @sqld", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [older, newer] = await talks(clientFor(account), "Older", "Newer");
  await page.goto("/");
  const pinned = page.getByRole("region", { name: "Pinned" });
  await expect(chat.conversations.getByRole("link")).toHaveText([newer.title, older.title]);
  await chat.chooseFromMenu(older.title, "Pin");
  await expect(pinned.getByRole("link")).toHaveText([older.title]);
  await expect(chat.line(older.title)).toBeFocused();
  await expect(chat.conversations.getByRole("link")).toHaveText([older.title, newer.title]);

  const other = await otherDevice(page, account);
  await other.goto(page.url());
  await expect(other.getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveText([older.title]);
  await page.reload();
  await expect(pinned.getByRole("link")).toHaveText([older.title]);
  const stored = page.waitForResponse((response) => response.request().method() === "PATCH");
  await chat.chooseFromMenu(older.title, "Unpin");
  await expect(pinned).toHaveCount(0);
  // this page shows it before the server has it, and another one asks the server
  expect((await stored).ok()).toBe(true);
  await expect(chat.conversations.getByRole("link")).toHaveText([newer.title, older.title]);
  await look(other);
  await expect(other.getByRole("region", { name: "Pinned" })).toHaveCount(0);
  await other.context().close();
});

test("an archived conversation leaves the list, comes back by Undo, and from the archive @sqld", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [kept, archived] = await talks(clientFor(account), "Kept", "Archived");
  await page.goto("/");
  await chat.chooseFromMenu(archived.title, "Archive");
  await expect(chat.line(archived.title)).toHaveCount(0);
  // the focus goes on to the next one
  await expect(chat.line(kept.title)).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(chat.conversations.getByRole("link")).toHaveText([archived.title, kept.title]);

  await chat.chooseFromMenu(archived.title, "Archive");
  await expect(chat.line(archived.title)).toHaveCount(0);
  await page.getByRole("link", { name: "Archive", exact: true }).click();
  await expect(page).toHaveURL(/\/archive$/);
  const list = page.getByRole("list", { name: "Archive" });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await list.getByRole("link", { name: archived.title }).click();
  await expect(chat.questions).toHaveText(archived.title);
  await page.goBack();
  await list.getByRole("button", { name: "Unarchive" }).click();
  await expect(chat.conversations.getByRole("link")).toHaveText([archived.title, kept.title]);
  await expect(page.getByText("The archive is empty")).toBeVisible();

  // who writes in an archived conversation has it back, too
  const taken = page.waitForResponse((response) => response.request().method() === "PATCH");
  await chat.chooseFromMenu(archived.title, "Archive");
  await taken;
  await page.goto(`/c/${archived.id}`);
  await expect(chat.line(archived.title)).toHaveCount(0);
  await chat.send(newQuestion());
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  await look(page);
  await expect(chat.line(archived.title)).toBeVisible();
});

test("who leaves the page in the moment of archiving or deleting has done it", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const [archived, deleted] = await talks(client, "Archived", "Deleted");
  await page.goto("/");
  const session = await page.context().newCDPSession(page);
  for (const [{ title }, entry] of [
    [archived, "Archive"],
    [deleted, "Delete"],
  ] as const) {
    await expect(chat.line(title)).toBeVisible();
    // what is asked is still on its way when the page goes
    const slow = { offline: false, latency: 1000, downloadThroughput: -1, uploadThroughput: -1 };
    await session.send("Network.emulateNetworkConditions", slow);
    const asked = page.waitForRequest((request) => ["PATCH", "DELETE"].includes(request.method()));
    await chat.chooseFromMenu(title, entry);
    await asked;
    await page.goto("about:blank");
    await session.send("Network.emulateNetworkConditions", { ...slow, latency: 0 });
    const titles = async () => {
      const answer = (await (await client.get("/api/conversations")).json()) as { conversations: { title: string }[] };
      return answer.conversations.map((line) => line.title);
    };
    await expect.poll(titles).not.toContain(title);
    await page.goto("/");
  }
});

test("what cannot be pinned, archived or deleted is where it was, and says why", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [{ id, title }] = await talks(clientFor(account), "Stubborn");
  await page.goto(`/c/${id}`);
  await page.context().setOffline(true);
  const notice = (text: string) => page.getByRole("alert").filter({ hasText: text });
  await chat.chooseFromMenu(title, "Pin");
  await expect(notice("could not be pinned")).toContainText("The server cannot be reached");
  await expect(page.getByRole("region", { name: "Pinned" })).toHaveCount(0);
  await chat.chooseFromMenu(title, "Archive");
  await expect(notice("could not be moved")).toBeVisible();
  await chat.chooseFromMenu(title, "Delete");
  await expect(notice("could not be deleted")).toBeVisible();
  await expect(chat.line(title)).toBeVisible();
  await expect(page).toHaveURL(`/c/${id}`);
  await expect(chat.questions).toHaveText(title);
  await page.context().setOffline(false);
});

test("New chat comes from a conversation, and back again without loading the page", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const turn = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", turn));
  await page.goto(`/c/${turn.conversationId}`);
  await chat.newChat.click();
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.answers).toHaveCount(0);
  await expect(page).toHaveTitle("Switchboard");
  await page.goBack();
  await expect(page).toHaveURL(`/c/${turn.conversationId}`);
  await expect(chat.questions).toHaveText(question);
  await page.goForward();
  await chat.line(question).click();
  await expect(chat.questions).toHaveText(question);
});
