import type { errorMessage } from "../lib/errors.ts";
import { providerKeys } from "./fake-provider/vendors.ts";
import { storedEnding } from "./support/ask.ts";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

// What a provider refuses, as a person meets it: their text is safe, a sentence says what is wrong, and the steps that
// help are there. Which failure becomes which error is in providers.spec.ts; when a call is made again, in
// faults-retries.spec.ts.

const anotherModel = "Choose another model";
const freshChat = "Start a fresh chat";

type Refusal = {
  pf: string;
  model: string;
  code: Parameters<typeof errorMessage>[0];
  sentence: RegExp;
  steps: string[];
  calls: number;
};

const refusals: Refusal[] = [
  {
    pf: "PF-1",
    model: "openai:scenario/redacted",
    code: "provider_key_refused",
    sentence: /^The key for OpenAI was refused by 127\.0\.0\.1:\d+\./,
    steps: [anotherModel],
    calls: 1,
  },
  {
    pf: "PF-1",
    model: "openrouter:scenario/status:is=403",
    code: "provider_key_refused",
    sentence: /^The key for OpenRouter was refused by 127\.0\.0\.1:\d+\./,
    steps: [anotherModel],
    calls: 1,
  },
  {
    pf: "PF-2",
    model: "openrouter:scenario/no-credit",
    code: "provider_no_credit",
    sentence: /^The account at OpenRouter has no credit left\./,
    steps: [anotherModel],
    calls: 1,
  },
  {
    pf: "PF-2",
    model: "openai:scenario/no-credit",
    code: "provider_no_credit",
    sentence: /^The account at OpenAI has no credit left\./,
    steps: [anotherModel],
    calls: 1,
  },
  {
    pf: "PF-3",
    model: "local:scenario/missing",
    code: "provider_model_missing",
    sentence: /^Local server does not know the model scenario\/missing\./,
    steps: [anotherModel],
    calls: 1,
  },
  {
    pf: "PF-4",
    model: "openai:scenario/status:is=408",
    code: "provider_unavailable",
    sentence: /^OpenAI has trouble right now\. Retry in a moment/,
    steps: [anotherModel],
    calls: 3,
  },
  {
    pf: "PF-5",
    model: "local:scenario/context-too-long",
    code: "context_too_long",
    sentence: /^This conversation is longer than scenario\/context-too-long can read, and nothing was left out of it\./,
    steps: [anotherModel, freshChat],
    calls: 1,
  },
  {
    pf: "PF-5",
    model: "openai:scenario/status:is=413",
    code: "context_too_long",
    sentence: /^This conversation is longer than .* can read, and nothing was left out of it\./,
    steps: [anotherModel, freshChat],
    calls: 1,
  },
  {
    pf: "PF-7",
    model: "openrouter:scenario/unavailable",
    code: "provider_unavailable",
    sentence: /^OpenRouter has trouble right now\./,
    steps: [anotherModel],
    calls: 3,
  },
];

test.describe("on the page", () => {
  test.beforeEach(async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/");
  });

  for (const { pf, model, code, sentence, steps, calls } of refusals) {
    test(`${pf} ${model}: in a plain sentence, live and later, with what helps`, async ({ page, app, provider }) => {
      const chat = chatOn(page);
      const question = newQuestion();
      await chat.chooseModel(model);
      await chat.send(question);
      for (const _look of ["live", "reloaded"]) {
        await chat.waitFor("failed");
        await expect(chat.answer.getByRole("alert")).toHaveText(sentence);
        await expect(chat.questions).toHaveText(question);
        for (const step of [anotherModel, freshChat]) {
          await expect(chat.answer.getByRole("button", { name: step })).toHaveCount(steps.includes(step) ? 1 : 0);
        }
        // nothing came: no bubble, nothing to copy
        await expect(chat.answer.getByRole("button", { name: "Copy message" })).toHaveCount(0);
        const content = await page.content();
        for (const key of Object.values(providerKeys)) expect(content).not.toContain(key.slice(-8));
        expect(content).not.toMatch(/sk-proj|sk-or-|canary|api-errors|openrouter\.ai\/credits|overloaded|timed out/i);
        await page.reload();
      }
      expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(calls);
      const stored = { turn: "failed", answer: "failed", code, parts: "[]", question: "complete" };
      expect(await storedEnding(app, await chat.id())).toMatchObject(stored);
    });
  }

  test("PF-3 another model is chosen right there and answers, and the conversation goes on", async ({
    page,
    provider,
  }) => {
    const chat = chatOn(page);
    const [first, second] = [newQuestion(), newQuestion()];
    await chat.chooseModel("openai:scenario/missing");
    await chat.send(first);
    await chat.waitFor("failed");
    await chat.answer.getByRole("button", { name: anotherModel }).press("Enter");
    await page.getByRole("searchbox", { name: "Search models" }).fill("openai:scenario/quick");
    await chat.models.filter({ hasText: "openai:scenario/quick" }).first().click();
    await chat.waitFor("complete");
    await expect(page.getByRole("button", { name: anotherModel })).toHaveCount(0);
    await chat.send(second);
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    const { body } = await provider.waitForCall({ text: second, purpose: "answer" });
    expect((body as { messages: unknown }).messages).toEqual([
      { role: "user", content: first },
      { role: "assistant", content: "Hello from scenario/quick." },
      { role: "user", content: second },
    ]);
    // the failure is kept as the other version
    await chat.answers.first().getByRole("button", { name: "Previous version" }).click();
    await chat.waitFor("failed");
    await expect(chat.alert).toBeVisible();
  });

  test("PF-5 a fresh chat is begun, and the long one stays as it is", async ({ page }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("local:scenario/context-too-long");
    await chat.send(question);
    await chat.waitFor("failed");
    await chat.answer.getByRole("button", { name: freshChat }).click();
    await expect(chat.answers).toHaveCount(0);
    await expect(chat.box).toHaveValue("");
    await chat.line(question).click();
    await expect(chat.questions).toHaveText(question);
    await expect(chat.answer.getByRole("alert")).toBeVisible();
  });

  test("PF-6 after a long wait is asked for nobody hammers: the time is shown, and counts down", async ({
    page,
    provider,
    app,
  }) => {
    await page.clock.install();
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openai:scenario/rate-limited:retry=3600");
    await chat.send(question);
    await chat.waitFor("failed");
    const note = chat.answer.getByText(/^A retry makes sense from/);
    await expect(chat.answer.getByRole("alert")).toHaveText("OpenAI is limiting requests and asks to wait 60 minutes.");
    await expect(note).toHaveText(/ from \d+:\d\d [AP]M on \(in (59:\d\d|1:00:00)\)\.$/);
    const retry = chat.answer.getByRole("button", { name: "Retry" });
    await expect(retry).toBeDisabled();
    await page.clock.fastForward("30:00");
    await expect(note).toHaveText(/\(in (29:\d\d|30:00)\)\.$/);
    await page.clock.fastForward("30:01");
    await expect(note).toHaveCount(0);
    await expect(retry).toBeEnabled();
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
    expect(await storedEnding(app, await chat.id())).toMatchObject({ turn: "failed", code: "provider_rate_limited" });
  });

  test("PF-6 a short wait is shown in the place of the answer, and a stop ends it at once", async ({
    page,
    provider,
    app,
  }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openrouter:scenario/rate-limited:retry=19");
    await chat.send(question);
    const notice = chat.answer.getByText("OpenRouter is limiting requests. Trying again in 19 seconds.");
    await expect(notice).toBeVisible();
    // what a page that is opened meanwhile shows
    await page.reload();
    await expect(notice).toBeVisible();
    await chat.stopButton.click();
    await chat.waitFor("stopped");
    await expect(chat.answer.getByText(/Trying again/)).toHaveCount(0);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
    expect(await storedEnding(app, await chat.id())).toMatchObject({ turn: "stopped", code: null, parts: "[]" });
  });
});

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("PF-1 PF-6 the sentences, the waiting and the steps are Chinese, too", async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/");
    const ask = async (model: string) => {
      await page.getByRole("button", { name: /^模型/ }).click();
      await page.getByRole("searchbox").fill(model);
      await page.getByRole("option").filter({ hasText: model }).first().click();
      await page.getByRole("textbox", { name: "消息" }).fill(newQuestion());
      await page.keyboard.press("Enter");
    };
    const answer = page.locator('article[data-role="assistant"]').last();
    await ask("openai:scenario/key-refused");
    await expect(answer.getByRole("alert")).toHaveText(/^127\.0\.0\.1:\d+ 拒绝了用于 OpenAI 的密钥。/);
    await expect(answer.getByRole("button", { name: "换一个模型" })).toBeVisible();
    await ask("local:scenario/rate-limited:retry=3600");
    await expect(answer.getByRole("alert")).toHaveText("Local server 正在限制请求频率，要求等待 60 分钟。");
    await expect(answer.getByText(/之后可以重试（还有 (59:\d\d|1:00:00)）。$/)).toBeVisible();
    await ask("local:scenario/rate-limited:retry=19");
    await expect(answer.getByText("Local server 正在限制请求频率。19 秒后重试。")).toBeVisible();
    await page.getByRole("button", { name: "停止" }).click();
    await expect(answer).toHaveAttribute("data-status", "stopped");
  });
});
