import { chatOn, newQuestion } from "./support/chat.ts";
import { talks } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";

test("a collapsed sidebar is out of the way, stays so over a reload, and comes back by button or key", async ({
  page,
  account,
  signIn,
  request,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  const [open, close] = ["Open sidebar", "Close sidebar"].map((name) => page.getByRole("button", { name }));
  if (!open || !close) return;
  await expect(close).toHaveAttribute("aria-expanded", "true");
  await expect(open).toBeHidden();
  await close.click();
  await expect(chat.conversations).toBeHidden();
  await expect(open).toBeFocused();
  await expect(open).toHaveAttribute("aria-expanded", "false");
  await expect.poll(() => page.getByRole("main").evaluate((main) => main.getBoundingClientRect().left)).toBe(0);

  // from the first HTML on
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  expect(await (await request.get("/", { headers: { cookie: cookies } })).text()).toContain("md:-ms-72");
  await page.reload();
  await expect(open).toBeVisible();
  await expect(chat.conversations).toBeHidden();
  await expect(chat.newChat).toHaveCount(1);

  await open.click();
  await expect(close).toBeFocused();
  await expect(chat.conversations).toBeVisible();
  // the key leaves alone where one types
  await chat.box.focus();
  await page.keyboard.press("Control+\\");
  await expect(chat.conversations).toBeHidden();
  await expect(chat.box).toBeFocused();
  await page.keyboard.press("Control+\\");
  await expect(chat.conversations).toBeVisible();
  await expect(chat.box).toBeFocused();
  await page.reload();
  await expect(chat.conversations).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test("the drawer is used by keyboard alone: no way out but its own, Esc gives a menu or a name up first", async ({
    page,
    account,
    signIn,
    clientFor,
  }) => {
    const chat = chatOn(page);
    const [{ title }, other] = await talks(clientFor(account), "Phoned", "Kept");
    await signIn(page, account);
    await page.goto("/");
    const drawer = page.getByRole("dialog", { name: "Sidebar" });
    const opener = page.getByRole("button", { name: "Open sidebar" });
    // the drawer is hidden until its transition has begun, and on a busy phone that takes frames
    const transitions = await page.context().newCDPSession(page);
    await transitions.send("Animation.enable");
    await transitions.send("Animation.setPlaybackRate", { playbackRate: 0 });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.evaluate(async () => {
      for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    });
    await transitions.send("Animation.setPlaybackRate", { playbackRate: 1 });
    await expect(drawer).toBeFocused();
    // round and round: the focus is in the drawer or nowhere
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press("Tab");
      const outside = await drawer.evaluate((element) => {
        const { activeElement } = document;
        return activeElement !== document.body && !element.contains(activeElement);
      });
      expect(outside).toBe(false);
    }
    await chat.line(title).focus();
    await page.keyboard.press("F2");
    const field = page.getByRole("textbox", { name: "Title" });
    await field.fill("Given up");
    await page.keyboard.press("Escape");
    await expect(field).toHaveCount(0);
    await expect(drawer).toBeVisible();
    await expect(chat.line(title)).toBeFocused();
    // over the drawer a notice can be used
    await page.keyboard.press("Delete");
    await expect(chat.line(title)).toHaveCount(0);
    await expect(chat.line(other.title)).toBeFocused();
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect(chat.line(title)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(opener).toBeFocused();
  });

  test("a long name, and a Chinese one, keep to their line", async ({ page, account, signIn, clientFor }) => {
    const chat = chatOn(page);
    await signIn(page, account);
    const client = clientFor(account);
    const made = await talks(client, "One", "Two");
    const names = [`${newQuestion("word")}${"unbroken".repeat(20)}`, "渡轮时刻表与潮汐规律".repeat(12)];
    for (const [index, { id }] of made.entries()) {
      await client.patch(`/api/conversations/${id}`, { title: names[index] });
    }
    await page.goto("/");
    await page.getByRole("button", { name: "Open sidebar" }).tap();
    for (const name of names) {
      await expect(chat.line(name)).toBeVisible();
      expect((await chat.line(name).boundingBox())?.height).toBe(44);
    }
    const sideways = await chat.conversations.evaluate((list) => list.scrollWidth - list.clientWidth);
    expect(sideways).toBe(0);
  });
});
