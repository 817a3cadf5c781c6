import { providerKeys } from "./fake-provider/vendors.ts";
import { ask, storedEnding } from "./support/ask.ts";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { numberedWords } from "./support/turns.ts";

// Answers that end otherwise than a model that is done: what came is kept, and what it lacks is said.

const words = numberedWords(5);

type Ending = {
  pf: string;
  model: string;
  status: "complete" | "failed" | "interrupted";
  code: string | null;
  text: string;
  /** as it stands on the page, in an alert unless the answer is complete */
  sentence: string | RegExp;
};

const providerNames = { openai: "OpenAI", openrouter: "OpenRouter", local: "Local server" };
const cut = (provider: string) => `The connection to ${provider} ended before the answer did. What came is kept.`;
const brokeOff = (provider: string) => `${provider} broke off with an error. What came is kept.`;
const said = (provider: string) => `${brokeOff(provider)}${provider} said: “Provider disconnected unexpectedly”`;

const endings: Ending[] = [
  ...(["openai", "openrouter", "local"] as const).map((mount) => ({
    pf: "PF-11",
    model: `${mount}:scenario/error-midstream`,
    status: "failed" as const,
    code: "provider_failed",
    text: words,
    sentence: said(providerNames[mount]),
  })),
  ...(["openai", "openrouter", "local"] as const).map((mount) => ({
    pf: "PF-11",
    model: `${mount}:scenario/error-beside`,
    status: "failed" as const,
    code: "provider_failed",
    text: words,
    sentence: said(providerNames[mount]),
  })),
  {
    pf: "PF-12",
    model: "openrouter:scenario/cut",
    status: "interrupted",
    code: "provider_cut",
    text: words,
    sentence: cut("OpenRouter"),
  },
  {
    pf: "PF-13",
    model: "local:scenario/cut-in-character:end=cut",
    status: "interrupted",
    code: "provider_cut",
    text: "w0",
    sentence: cut("Local server"),
  },
  {
    pf: "PF-16",
    model: "openai:scenario/empty",
    status: "failed",
    code: "answer_empty",
    text: "",
    sentence: "The model returned nothing. Retry, or choose another model.",
  },
  {
    pf: "PF-17",
    model: "openai:scenario/content-filter",
    status: "complete",
    code: null,
    text: words,
    sentence: "Ended by the provider’s content filter",
  },
  {
    pf: "PF-17",
    model: "local:scenario/content-filter:tokens=0",
    status: "failed",
    code: "content_filtered",
    text: "",
    sentence: "Local server filtered the answer.",
  },
  {
    pf: "PF-18",
    model: "openrouter:scenario/length",
    status: "complete",
    code: null,
    text: words,
    sentence: "Cut at the length limit",
  },
];

test.describe("on the page", () => {
  test.beforeEach(async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/");
  });

  for (const { pf, model, status, code, text, sentence } of endings) {
    test(`${pf} ${model} is ${status}, and says so, live and later`, async ({ page, app, provider }) => {
      const chat = chatOn(page);
      const question = newQuestion();
      await chat.chooseModel(model);
      await chat.send(question);
      for (const _look of ["live", "reloaded"]) {
        await chat.waitFor(status);
        const told = status === "complete" ? chat.answer : chat.answer.getByRole("alert");
        if (status === "complete") await expect(told.getByText(sentence)).toBeVisible();
        else await expect(told).toHaveText(sentence);
        await expect(chat.answer.getByRole("alert")).toHaveCount(status === "complete" ? 0 : 1);
        await expect(chat.questions).toHaveText(question);
        const canGoOn = text !== "" && !model.includes("content-filter");
        await expect(chat.answer.getByRole("button", { name: "Continue", exact: true })).toHaveCount(canGoOn ? 1 : 0);
        // what came is there; where nothing came there is no bubble
        if (text) await expect(chat.words).toHaveText(text);
        else await expect(chat.answer.getByRole("button", { name: "Copy message" })).toHaveCount(0);
        await page.reload();
      }
      expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
      const parts = text === "" ? "[]" : JSON.stringify([{ type: "text", text }]);
      const stored = { turn: status, answer: status, code, parts, question: "complete" };
      expect(await storedEnding(app, await chat.id())).toMatchObject(stored);
    });
  }
});

test("PF-13 a connection that is reset in mid-answer, or within a letter, leaves what had come", async ({
  app,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  for (const [model, text] of [
    // a reset takes along what the system has not handed over yet
    ["local:scenario/reset:tokens=9,delay=200", /^w0/],
    ["openai:scenario/reset:tokens=9,delay=200", /^w0/],
    ["openrouter:scenario/cut-in-character:delay=2000", /^w0$/],
  ] as const) {
    const { answer, text: came, turn } = await ask(client, model);
    expect(came).toMatch(text);
    expect(answer).toMatchObject({ status: "interrupted", error: { code: "provider_cut" } });
    const stored = { turn: "interrupted", answer: "interrupted", code: "provider_cut" };
    expect(await storedEnding(app, turn.conversationId)).toMatchObject(stored);
  }
});

test("PF-11 what a provider says of itself is shown without markup, addresses and keys", async ({
  app,
  account,
  clientFor,
}) => {
  for (const mount of ["openai", "openrouter", "local"] as const) {
    const { answer, wire, text } = await ask(clientFor(account), `${mount}:scenario/leaky-error`);
    expect(text).toBe("w0");
    const words = mount === "local" ? "Upstream failed for … at …" : "Upstream failed for … … at …";
    expect(answer).toMatchObject({ status: "failed", error: { code: "provider_failed", params: { detail: words } } });
    expect(wire).not.toMatch(/<b>|internal\.example|abc123/);
    for (const key of Object.values(providerKeys)) expect(wire + app.output()).not.toContain(key.slice(-8));
  }
});

test("PF-16 an answer of nothing but thoughts is none", async ({ account, clientFor }) => {
  const { answer } = await ask(clientFor(account), "local:scenario/empty:thoughts=yes");
  expect(answer).toMatchObject({ status: "failed", error: { code: "answer_empty" } });
  expect(answer.parts).toEqual([{ type: "reasoning", text: "hm", ms: expect.any(Number) }]);
});
