import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.setTimeout(120_000);

const text = String.raw`Inline $e^{i\pi} + 1 = 0$ and \(a_b * c_d\), for $5 and $10, US$3/US$4.

$$
\int_0^1 x^2 \, dx = \frac{1}{3}
$$

\[
\begin{aligned}
(a + b)^2 &= a^2 + 2ab + b^2 \\
 + c &= \sqrt{d}
\end{aligned}
\]

Bad: $\frac{1}{$ and \(\nosuchcommand{x}\). Hostile: $\href{javascript:alert(1)}{x}$, $\includegraphics{https://evil.example/x.png}$, \(\def\a{\a\a}\a\).

Boxed: $\boxed{x}$, $\fcolorbox{red}{white}{y}$, $\pmb{z}$. In a table:

| formula | price |
| --- | --- |
| $x_1$ | $5 |

$$
${Array.from({ length: 40 }, (_, index) => `x_{${index}}`).join(" + ")} = 0
$$
`;

test("formulas in all four kinds of marks; prices stay prices; what is no formula shows its source", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  const breaches: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) breaches.push(message.text());
  });
  const foreign: string[] = [];
  await page.route(/evil\.example/, async (route) => {
    foreign.push(route.request().url());
    await route.abort();
  });
  await signIn(page, account);
  await page.goto("/");
  provider.setAnswer("teacher", text);
  await chat.chooseModel("local:teacher");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(chat.answer.locator("[data-math='drawn'] .katex")).toHaveCount(9, { timeout: 30_000 });
    // what assistive technology reads
    await expect(chat.answer.locator("math")).toHaveCount(9);
    await expect(chat.answer.locator("[data-math='drawn'] code")).toHaveCount(0);
    await expect(chat.answer.getByText("for $5 and $10, US$3/US$4.")).toBeVisible();
    await expect(chat.answer.getByRole("cell", { name: "$5" })).toBeVisible();
    const failed = chat.answer.locator("[data-math='failed']");
    await expect(failed).toHaveText([
      String.raw`$\frac{1}{$`,
      String.raw`\(\nosuchcommand{x}\)`,
      String.raw`$\href{javascript:alert(1)}{x}$`,
      String.raw`$\includegraphics{https://evil.example/x.png}$`,
      String.raw`\(\def\a{\a\a}\a\)`,
    ]);
  }
  expect(await chat.answer.locator("a, img").count()).toBe(0);
  // wide ones scroll in their own frame, and the fonts are ours
  const wide = chat.answer.getByRole("group", { name: "Formula" }).last();
  expect(await wide.evaluate((frame) => frame.scrollWidth > frame.clientWidth)).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(
    await page.evaluate(() =>
      [...document.fonts].some(({ family, status }) => /KaTeX_Main/.test(family) && status === "loaded"),
    ),
  ).toBe(true);
  expect(breaches).toEqual([]);
  expect(foreign).toEqual([]);
});

test("a formula that is still coming waits as its source, and is drawn when it closes", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  const states: string[] = [];
  await page.exposeFunction("note", (state: string) => states.push(state));
  await page.evaluate(() => {
    new MutationObserver(() => {
      const formulas = [...document.querySelectorAll<HTMLElement>("article [data-math]")];
      const note = (window as unknown as { note: (state: string) => void }).note;
      note(formulas.map((formula) => formula.dataset.math).join());
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  provider.setAnswer(
    "teacher",
    String.raw`First \(a\), then` +
      "\n\n" +
      String.raw`\[ \frac{a + b + c + d + e + f + g + h}{\sqrt{x + y + z + u + v + w}} \]` +
      "\n\nThe end.",
  );
  await chat.chooseModel("local:teacher");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await expect(chat.answer.locator("[data-math='drawn'] .katex")).toHaveCount(2);
  // never one that failed on the way, and none that was drawn is taken back
  expect(states.filter((state) => state.includes("failed"))).toEqual([]);
  const drawn = states.map((state) => state.split(",").filter((word) => word === "drawn").length);
  expect(drawn).toEqual(drawn.toSorted((one, other) => one - other));
});
