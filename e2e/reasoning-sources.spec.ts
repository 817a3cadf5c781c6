import { namedSources } from "./fake-provider/raw-scenarios.ts";
import { ask } from "./support/ask.ts";
import { chatOn, newQuestion, waitForStored } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test("how long was thought is shown folded, stored, and there after a reload", async ({
  page,
  account,
  signIn,
  clientFor,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  await chat.chooseModel("local:scenario/reasoning:thoughts=4,delay=400");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const summary = chat.answer.getByText(/^Thought for \d+ s$/);
  await expect(summary).toBeVisible();
  const words = await summary.textContent();
  const { messages } = await waitForStored(clientFor(account), await chat.id(), "complete");
  const [thought] = messages.at(-1)?.parts ?? [];
  const ms = thought?.type === "reasoning" ? (thought.ms ?? 0) : 0;
  // three pauses of 400 ms at least between four thoughts; the first of them may have been late
  expect(ms).toBeGreaterThan(600);
  expect(words).toBe(`Thought for ${Math.round(ms / 1000)} s`);
  await page.reload();
  await expect(summary).toHaveText(words ?? "");
  await expect(chat.answer.getByText("thought0 thought1")).toBeHidden();
  await summary.click();
  await expect(chat.answer.getByText("thought0 thought1")).toBeVisible();
});

test("a thought that was cut off has its time, one of before such times has none", async ({
  page,
  account,
  signIn,
  clientFor,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  await chat.chooseModel("local:scenario/thinks-aloud:pause=60000");
  const question = newQuestion();
  await chat.send(question);
  await provider.waitForCall({ text: question });
  await expect(chat.answer.getByText("Thinking…")).toBeVisible();
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  await expect(chat.answer.getByText(/^Thought for \d+ s$/)).toBeVisible();
  const path = `/api/conversations/${await chat.id()}`;
  const stored = await waitForStored(clientFor(account), await chat.id(), "stopped");
  expect(stored.messages.at(-1)?.parts).toEqual([{ type: "reasoning", text: "hm", ms: expect.any(Number) }]);
  // as it was stored before times were
  for (const message of stored.messages)
    for (const part of message.parts) if (part.type === "reasoning") delete part.ms;
  await page.route(`**${path}`, (route) => route.fulfill({ json: stored }));
  await page.goto("/");
  await chat.line(stored.title).click();
  await expect(chat.answer.getByText("Thoughts", { exact: true })).toBeVisible();
});

const forms = [
  ["openai:scenario/sources", ["Timetable of the ferries", "<b>A new ferry</b> for the bay", "harbour.example"]],
  ["openrouter:scenario/sources", ["Timetable of the ferries", "<b>A new ferry</b> for the bay", "harbour.example"]],
  [
    "local:scenario/sources:form=citations",
    ["Timetable of the ferries", "<b>A new ferry</b> for the bay", "harbour.example"],
  ],
] as const;
for (const [model, titles] of forms) {
  test(`sources are kept with the answer, each once, of the web alone (${model})`, async ({ account, clientFor }) => {
    const { answer, text, wire } = await ask(clientFor(account), model);
    expect(text).toBe("w0 w1");
    const [first, second, , , last] = namedSources;
    expect(answer.parts.filter(({ type }) => type === "source")).toEqual([
      { type: "source", text: titles[0], url: first?.url },
      { type: "source", text: titles[1], url: second?.url },
      { type: "source", text: titles[2], url: last?.url },
    ]);
    expect(wire).not.toContain("javascript:");
  });
}

test("XM-7 sources are a quiet list under the answer: title, real host, a tab of their own", async ({
  page,
  account,
  signIn,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  await chat.chooseModel("openrouter:scenario/sources");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const links = chat.answer.getByRole("group", { name: "Sources" }).getByRole("link");
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(links).toHaveText([
      /^Timetable of the ferries\s*harbour\.example$/,
      /^<b>A new ferry<\/b> for the bay\s*news\.example$/,
      "harbour.example",
    ]);
    for (const link of await links.all()) {
      await expect(link).toHaveAttribute("target", "_blank");
      await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
      await expect(link).toHaveAttribute("href", /^https:\/\//);
    }
  }
});
