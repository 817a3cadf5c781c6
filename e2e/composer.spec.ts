import type { Locator, Page } from "@playwright/test";
import { chatOn, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("Enter sends and Shift+Enter begins a new line", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const [one, two] = [newQuestion("One"), newQuestion("Two")];
  await expect(chat.box).toBeFocused();
  await expect(chat.sendButton).toBeDisabled();
  await page.keyboard.type(one);
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type(two);
  await expect(chat.box).toHaveValue(`${one}\n${two}`);
  await page.keyboard.press("Enter");
  await chat.waitFor("complete");
  await expect(chat.box).toHaveValue("");
  await expect(chat.box).toBeFocused();
  const [question] = transcript(await storedConversation(clientFor(account), await chat.id()));
  expect(question).toEqual(["user", `${one}\n${two}`]);
});

test("Enter that only chooses a candidate of an input method sends nothing", async ({ page, provider }) => {
  const chat = chatOn(page);
  const tag = newQuestion("潮汐");
  await chat.box.fill(`${tag}港`);
  // Safari ends a composition before its last key event, which cannot be driven from here: these are its signs
  for (const sign of [{ isComposing: true }, { keyCode: 229 }]) {
    await chat.box.dispatchEvent("keydown", { key: "Enter", cancelable: true, ...sign });
  }
  await expect(chat.box).toHaveValue(`${tag}港`);
  await page.keyboard.press("Enter");
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText(`${tag}港`);
  expect(provider.log({ text: tag, purpose: "answer" })).toHaveLength(1);
});

for (const [name, press] of [
  ["a double click on Send", (chat) => chat.sendButton.dblclick()],
  ["Enter pressed twice", (chat) => chat.box.press("Enter").then(() => chat.page.keyboard.press("Enter"))],
] satisfies [string, (chat: ReturnType<typeof chatOn>) => Promise<void>][]) {
  test(`CF-6 ${name} is one message and one call, and the answer goes on`, async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openai:scenario/slow:tokens=10,delay=50");
    await chat.box.fill(question);
    await press(chat);
    await chat.waitFor("complete");
    await expect(chat.questions).toHaveText(question);
    await page.reload();
    await expect(chat.questions).toHaveText(question);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  });
}

test("IME: a composition is written into the box, its Enter sends nothing, and the next one sends", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  const tag = newQuestion("Say");
  await chat.box.fill(tag);
  const session = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  for (const text of ["c", "chao", "chao\u2019xi"]) await compose(text);
  await expect(chat.box).toHaveValue(`${tag}chao\u2019xi`);
  // while it composes, keys are the input method's
  // and they write nothing themselves, as one that a person presses would without an input method
  const press = (key: string, windowsVirtualKeyCode: number, modifiers = 0) =>
    session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, windowsVirtualKeyCode, modifiers });
  for (const keyCode of [13, 229]) await press("Enter", keyCode);
  const control = 2;
  await press("k", 75, control);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(chat.questions).toHaveCount(0);
  await session.send("Input.insertText", { text: "潮汐" });
  await expect(chat.box).toHaveValue(`${tag}潮汐`);
  await page.keyboard.press("Enter");
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText(`${tag}潮汐`);
  expect(provider.log({ text: tag, purpose: "answer" })).toHaveLength(1);
});

test("Arrow-up in an empty box edits the last message, the one that waits first, and Esc gives up", async ({
  page,
}) => {
  const chat = chatOn(page);
  const edit = page.getByRole("textbox", { name: "Edited text" });
  await page.keyboard.press("ArrowUp");
  await expect(edit).toHaveCount(0);
  const [one, two, waiting] = [newQuestion("One"), newQuestion("Two"), newQuestion("Waiting")];
  for (const question of [one, two]) {
    await chat.send(question);
    await expect(chat.questions.last()).toHaveText(question);
    await chat.waitFor("complete");
  }
  await chat.box.fill("a");
  await page.keyboard.press("ArrowUp");
  await expect(edit).toHaveCount(0);
  await chat.box.fill("");
  await page.keyboard.press("ArrowUp");
  await expect(edit).toBeFocused();
  await expect(edit).toHaveValue(two);
  await page.keyboard.press("Escape");
  await expect(edit).toHaveCount(0);
  // not lost: on the message, or on a button of it
  await expect(chat.questions.last().and(page.locator(":focus-within, :focus"))).toHaveCount(1);
  await chat.box.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.type(" Better.");
  await page.keyboard.press("Enter");
  await expect(chat.questions.last()).toContainText(`${two} Better.`);
  await chat.waitFor("complete");

  await chat.chooseModel("openai:scenario/slow:tokens=200,delay=50");
  await chat.send(newQuestion("Long"));
  await chat.waitFor("running");
  await chat.send(waiting);
  await expect(chat.waiting).toContainText([waiting]);
  await page.keyboard.press("ArrowUp");
  await expect(chat.box).toHaveValue(waiting);
  await expect(chat.waiting).toHaveCount(0);
  await chat.stopButton.click();
});

/** Pastes as a person does, types a letter behind it, and gives the longest task of the page meanwhile, in milliseconds. */
async function paste(page: Page, text: string): Promise<number> {
  await page.evaluate(async (pasted) => {
    await navigator.clipboard.writeText(pasted);
    const longest = { ms: 0 };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    });
    observer.observe({ type: "longtask" });
    Object.assign(window, { longest });
  }, text);
  const box = page.getByRole("textbox", { name: "Message" });
  const length = () => box.evaluate((field: HTMLTextAreaElement) => field.value.length);
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(length, { timeout: 30_000 }).toBe(text.length);
  await page.keyboard.type("!");
  await expect.poll(length, { timeout: 30_000 }).toBe(text.length + 1);
  return page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms);
}

test("a big paste is taken, and what is above the limit is refused in words with the text kept", async ({
  page,
  context,
}, info) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const chat = chatOn(page);
  const line = "Sphinx of black quartz, judge my vow. 潮汐与月亮。\n";
  const million = line.repeat(Math.floor(990_000 / line.length));
  info.annotations.push({ type: "longest task, 1 MB", description: String(await paste(page, million)) });
  const estimate = page.getByText(/This message: ≈ \d+K tokens/);
  await expect(estimate).toBeVisible();
  await expect(chat.sendButton).toBeEnabled();
  // on a phone it has a line of its own
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(async () => (await estimate.boundingBox())?.width).toBeGreaterThan(200);
  await expect(estimate).toBeInViewport({ ratio: 1 });
  if (size) await page.setViewportSize(size);
  const box = await chat.box.boundingBox();
  expect(box?.height).toBeLessThan(720 * 0.45);
  await chat.box.fill("");
  info.annotations.push({ type: "longest task, 5 MB", description: String(await paste(page, million.repeat(5))) });
  await expect(chat.alert).toContainText("at most 1,000,000 characters");
  await expect(chat.sendButton).toBeDisabled();
  await chat.box.press("Enter");
  await expect(chat.questions).toHaveCount(0);
  expect(await chat.box.evaluate((field: HTMLTextAreaElement) => field.value.length)).toBe(million.length * 5 + 1);
});

test("without field-sizing, too, the boxes grow with a text, and a huge one makes none higher than the page", async ({
  page,
}) => {
  // as in Firefox, where a script gives the boxes their height
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS) as (...asked: string[]) => boolean;
    CSS.supports = (...asked: string[]) => asked[0] !== "field-sizing" && supports(...asked);
  });
  await page.goto("/");
  const chat = chatOn(page);
  const [few, many] = ["line\n".repeat(5), `${"many words ".repeat(8)}\n`.repeat(300)];
  const heights = async (box: Locator) => {
    const found: number[] = [];
    for (const text of [few, many, few, ""]) {
      await box.fill(text);
      found.push((await box.boundingBox())?.height ?? 0);
    }
    return found;
  };
  const [grown = 0, huge = 0, shrunk, empty = 0] = await heights(chat.box);
  expect(grown).toBeGreaterThan(empty * 2);
  expect(shrunk).toBe(grown);
  expect(huge).toBeGreaterThan(grown);
  expect(huge).toBeLessThan(720 * 0.45);

  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await page.keyboard.press("ArrowUp");
  const edited = await heights(page.getByRole("textbox", { name: "Edited text" }));
  expect(edited[1]).toBeGreaterThan(edited[0] ?? 0);
  expect(edited[1]).toBeLessThan(720 * 0.55);
  expect(edited[2]).toBe(edited[0]);
});
