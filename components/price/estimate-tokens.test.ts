import { expect, test } from "vitest";
import { type MessageView, nothingEarlier } from "@/lib/conversations/schema";
import { noSettings } from "@/lib/conversations/settings-schema";
import { estimateContext, estimateEarlier, estimateTokens } from "./estimate-tokens.ts";

test.each([
  ["", 0, 0],
  ["Explain how a telephone switchboard worked, as if I were ten.", 12, 18],
  ["请用十岁孩子能听懂的话解释电话总机是怎样工作的。", 18, 26],
  ["const answer = await ask(client, { model, settings });", 12, 18],
  ["Привет, как дела сегодня?", 6, 14],
])("%s", (text, least, most) => {
  expect(estimateTokens(text)).toBeGreaterThanOrEqual(least);
  expect(estimateTokens(text)).toBeLessThanOrEqual(most);
});

test("a long text is about as much as its parts, and does not hold up typing", () => {
  const half = "A sentence of plain words, and one more. ".repeat(10_000);
  const whole = estimateTokens(half) * 2;
  expect(Math.abs(estimateTokens(half + half) - whole) / whole).toBeLessThan(0.01);
});

test("a context is all that is sent: system, examples, messages and the draft, but no thoughts", () => {
  const message = (parts: MessageView["parts"]) => ({ parts }) as MessageView;
  const long = "word ".repeat(400);
  const messages = [
    message([{ type: "text", text: long }]),
    message([
      { type: "reasoning", text: long },
      { type: "text", text: long },
    ]),
    message([]),
  ];
  const settings = { ...noSettings, systemPrompt: [long], examples: [{ role: "user" as const, text: long }] };
  expect(estimateContext(noSettings, [], "", nothingEarlier)).toBe(0);
  expect(estimateContext(settings, messages, long, nothingEarlier)).toBe(5 * (500 + 4));
});

test.each([
  "Explain how a telephone switchboard worked, as if I were ten. ",
  "请用十岁孩子能听懂的话解释电话总机是怎样工作的。",
  "Привет, как дела сегодня? ",
])("messages that are not on the page are about as much as if they were: %s", (text) => {
  const long = text.repeat(50);
  const exact = estimateContext(
    noSettings,
    [{ parts: [{ type: "text", text: long }] } as MessageView],
    "",
    nothingEarlier,
  );
  const bytes = new TextEncoder().encode(long).length;
  const guess = estimateEarlier({ count: 1, characters: long.length, bytes });
  expect(Math.abs(guess - exact) / exact).toBeLessThan(0.2);
});
