import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { numberedWords } from "./support/turns.ts";

// How failures look on the page; which failure becomes which error is in providers.spec.ts.

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

for (const [model, status, text, sentence] of [
  ["openai:scenario/redacted", "failed", "", "OpenAI refused the key of this site."],
  ["openrouter:scenario/no-credit", "failed", "", "The account at OpenRouter has no credit left."],
  ["openai:scenario/rate-limited:retry=7", "failed", "", "OpenAI is limiting requests. Retry in 7 seconds."],
  ["local:scenario/error-midstream", "failed", numberedWords(5), "Local server broke off with an error."],
  [
    "openrouter:scenario/cut",
    "interrupted",
    numberedWords(5),
    "The connection to OpenRouter ended before the answer did.",
  ],
] as const) {
  test(`${model} is told in a plain sentence, live and later, and the next message works`, async ({
    page,
    provider,
  }) => {
    const chat = chatOn(page);
    const [first, second] = [newQuestion("First"), newQuestion("Second")];
    await chat.chooseModel(model);
    await chat.send(first);
    const answer = chat.answers.first();
    for (const _look of ["live", "reloaded"]) {
      await expect(answer).toHaveAttribute("data-status", status);
      await expect(answer.getByRole("alert")).toContainText(sentence);
      if (text) await expect(answer.getByText(text)).toBeVisible();
      else await expect(answer.getByRole("button", { name: "Copy message" })).toHaveCount(0);
      const content = await page.content();
      expect(content).not.toMatch(/sk-proj|sk-or-|canary|platform\.openai|openrouter\.ai\/credits|disconnected/i);
      await page.reload();
    }
    await chat.chooseModel("openai:scenario/quick");
    await chat.send(second);
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    await expect(chat.answer.getByRole("alert")).toHaveCount(0);
    expect(provider.log({ text: first, purpose: "answer" })).toHaveLength(2);
  });
}
