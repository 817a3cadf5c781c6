import { markdown } from "./fake-provider/texts.ts";
import { type Chat, chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

// in a thread of its own, which a busy machine lets wait
test.setTimeout(120_000);

const fence = "```";

/** The figure of a block, and its coloured words. */
function block(chat: Chat, name: string) {
  const figure = chat.answer.getByRole("figure", { name, exact: true });
  return { figure, code: figure.locator("code"), words: figure.locator("code span[class^='code-']:not(.code-lines)") };
}

test("code is plain while it streams, and coloured where it stands when it closes, for both themes", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  // pieces of eight characters: held within the function
  const after = Math.ceil(markdown.indexOf(".filter(") / 8) + 2;
  await chat.chooseModel(`local:scenario/markdown:after=${after}`);
  const question = newQuestion();
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  const { figure, code, words } = block(chat, "Code in ts");
  await expect(code).toContainText(".filter(");
  await expect(words).toHaveCount(0);
  // nothing of the highlighter was needed so far
  let asked = 0;
  await page.route(/_next\/static/, async (route) => {
    asked += 1;
    await route.continue();
  });
  provider.release({ text: question });
  await chat.waitFor("complete");
  await expect(words.first()).toBeVisible();
  expect(asked).toBeGreaterThan(0);
  await expect(code).toContainText("/** The first ferry that leaves after `moment`. */");
  await expect(block(chat, "Code in python").words.first()).toBeVisible();

  const colour = (kind: string) =>
    figure
      .locator(`.code-${kind}`)
      .first()
      .evaluate((word) => getComputedStyle(word).color);
  const light = await Promise.all(["keyword", "comment", "type"].map(colour));
  expect(new Set(light).size).toBe(3);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await Promise.all(["keyword", "comment", "type"].map(colour));
  expect(new Set([...light, ...dark]).size).toBe(6);
});

test("nothing moves when the colours come, and the text stays what it was", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  const code = Array.from({ length: 90 }, (_, index) => (index % 9 === 0 ? "" : `const a${index} = "x"; // ${index}`));
  provider.setAnswer("coder", `${fence}js\n${code.join("\n")}\n${fence}\n\nThe end.`);
  await page.goto("/");
  // what shows messages is there
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await chat.newChat.click();
  // the highlighter's thread waits until the plain block was measured
  const { promise: measured, resolve: go } = Promise.withResolvers<void>();
  await page.route(/_next\/static/, async (route) => {
    await measured;
    await route.continue();
  });
  await chat.chooseModel("local:coder");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const { figure, words } = block(chat, "Code in js");
  const before = await figure.boundingBox();
  await expect(words).toHaveCount(0);
  go();
  await expect(words.first()).toBeVisible();
  await expect(figure.getByText('const a89 = "x"; // 89')).toBeVisible();
  expect(await figure.boundingBox()).toEqual(before);
  // each forty lines are a box of their own, without the line break at its end
  expect(await figure.locator("code").textContent()).toBe(
    `${code.slice(0, 40).join("\n")}${code.slice(40, 80).join("\n")}${code.slice(80).join("\n")}`,
  );
});

// a server has no room for one
test("XM-13 a block of a megabyte is coloured at its beginning; the rest is plain and all there @file", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  const code = 'const a = "text"; // a note\n'.repeat(37_500);
  provider.setAnswer("coder", `${fence}js\n${code}${fence}`);
  await chat.chooseModel("local:coder");
  await chat.send(newQuestion());
  await chat.waitFor("complete", 60);
  const { figure, words } = block(chat, "Code in js");
  await expect(words.first()).toBeVisible({ timeout: 30_000 });
  const segments = figure.locator(".code-lines");
  await expect(segments).toHaveCount(938);
  await expect(segments.first().locator(".code-keyword")).toHaveCount(40);
  await expect(segments.last().locator("span")).toHaveCount(0);
  expect((await figure.locator("code").textContent())?.length).toBe(code.length - 938);
});

test("long lines are broken on demand, in all blocks, and the browser remembers", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  const long = `const words = "${"word ".repeat(60)}";`;
  provider.setAnswer("coder", `${fence}js\n${long}\n${fence}\n\n${fence}\n${long}\n${fence}`);
  await chat.chooseModel("local:coder");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const overflow = (name: string) =>
    block(chat, name)
      .figure.locator("pre")
      .evaluate((pre) => pre.scrollWidth - pre.clientWidth);
  expect(await overflow("Code in js")).toBeGreaterThan(100);
  const wrap = block(chat, "Code in js").figure.getByRole("button", { name: "Wrap long lines" });
  await expect(wrap).toHaveAttribute("aria-pressed", "false");
  await wrap.click();
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(wrap).toHaveAttribute("aria-pressed", "true");
    expect(await overflow("Code in js")).toBe(0);
    expect(await overflow("Code")).toBe(0);
  }
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await block(chat, "Code in js").figure.getByRole("button", { name: "Copy code" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(long);
  await wrap.press("Enter");
  await expect(wrap).toHaveAttribute("aria-pressed", "false");
  expect(await overflow("Code")).toBeGreaterThan(100);
});
