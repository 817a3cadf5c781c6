import { blockCorpus } from "../components/chat/markdown/corpus-blocks.ts";
import { inlineCorpus } from "../components/chat/markdown/corpus-inline.ts";
import { marks } from "./fake-provider/scenarios.ts";
import { type Chat, chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.setTimeout(120_000);

/** The answer's markup; the order of attributes is that in which they were set. */
const markup = (chat: Chat) =>
  chat.answer.locator(".markdown").evaluate((answer) => {
    const copy = answer.cloneNode(true) as Element;
    for (const element of copy.querySelectorAll("*")) {
      const names = element.getAttributeNames().sort();
      const values = names.map((name) => element.getAttribute(name) ?? "");
      for (const name of names) element.removeAttribute(name);
      for (const [index, name] of names.entries()) element.setAttribute(name, values[index] ?? "");
    }
    // ids that React gives
    return copy.innerHTML.replace(/_[rR]_\w+_-/g, "");
  });

/** An answer that has come piece by piece is what it is where the conversation is opened with it. */
async function expectAsOpened(chat: Chat): Promise<void> {
  const page = await chat.page.context().newPage();
  await page.goto(chat.page.url());
  const opened = chatOn(page);
  await opened.waitFor("complete");
  // code takes its colours by and by, on either page
  await expect(async () => {
    const grown = await markup(chat);
    expect(grown).not.toBe("");
    expect(grown).toBe(await markup(opened));
  }).toPass({ timeout: 20_000 });
  await page.close();
}

const pauses = [
  `- an address https://x.example/y${marks.hold}\n\nNext.`,
  `- a claim [1]${marks.hold}\n\nNext.`,
  `- a claim [1]${marks.hold}`,
  `- outer\n  - inner [1]${marks.hold}\n- next\n\nNext.`,
  `| claim | source |\n| --- | --- |\n| a | [1]${marks.hold} |\n| b | [2]${marks.hold} |\n\nNext.`,
];

test("what was the end of a growing answer is read again when something follows, or when it has ended", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  for (const [index, text] of pauses.entries()) {
    const model = `pausing-${index}`;
    provider.setAnswer(model, text);
    await page.goto(`/?model=local:${model}`);
    await expect(chat.modelButton).toContainText(model);
    await chat.send(newQuestion());
    for (const part of text.split(marks.hold).slice(0, -1)) {
      // as it stands in the page: without marks, and while it is open without brackets
      const end = /(\w+)\W*$/.exec(part)?.[1] ?? "";
      await expect(chat.answer.locator(".markdown")).toContainText(new RegExp(`${end}\\W*$`));
      // until it has been painted
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      provider.release();
    }
    await chat.waitFor("complete");
    await expectAsOpened(chat);
  }
});

test("the corpus of markdown that comes in pieces of three characters is what it is when it is opened", async ({
  page,
  account,
  signIn,
}) => {
  const chat = chatOn(page);
  const samples = Object.entries({ ...blockCorpus, ...inlineCorpus })
    // what would reach into the next sample
    .filter(([name]) => !/definitions|footnotes|fenced|odds/i.test(name))
    .flatMap(([, list]) => list.map(([text]) => text));
  await signIn(page, account);
  await page.goto("/?model=local:scenario/repeat:size=3,delay=4");
  await expect(chat.modelButton).toContainText("repeat");
  await chat.send(samples.join("\n\n# next\n\n"));
  await chat.waitFor("complete", 90);
  await expect(chat.answer.getByRole("heading", { name: "next" })).toHaveCount(samples.length - 1);
  await expectAsOpened(chat);
});
