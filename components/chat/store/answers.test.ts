import { expect, test } from "vitest";
import type { MessageView } from "@/lib/conversations/schema";
import { awaitedAnswer, withAnswer } from "./answers.ts";

const text = (text: string): MessageView["parts"] => [{ type: "text", text }];
const question: MessageView = { ...awaitedAnswer("question", "", ""), role: "user", status: "complete" };
const awaited = awaitedAnswer("turn", "question", "openai:gpt-5");

test("an answer takes the place of the one that was awaited, and its place among the versions", () => {
  const before = [question, { ...awaited, versions: ["first", "turn"] }];
  const [, answer] = withAnswer(before, { ...awaited, id: "answer", parts: text("Hi") });
  expect(answer).toMatchObject({ id: "answer", parts: text("Hi"), versions: ["first", "answer"] });
  expect(withAnswer([question, awaited], { ...awaited, id: "answer" })[1]).not.toHaveProperty("versions");
});

test("what an answer begins with stays until there is text, or it has ended without", () => {
  const kept = [question, { ...awaited, parts: text("Kept") }];
  const [begun, empty] = [text(""), []].map((parts) => withAnswer(kept, { ...awaited, id: "answer", parts }));
  expect([begun?.[1]?.parts, empty?.[1]?.parts]).toEqual([text("Kept"), text("Kept")]);
  expect(withAnswer(kept, { ...awaited, parts: text("Kept on") })[1]?.parts).toEqual(text("Kept on"));
  expect(withAnswer(kept, { ...awaited, status: "failed", parts: [] })[1]?.parts).toEqual([]);
});

test("an answer whose question is not shown is not shown either", () => {
  expect(withAnswer([question], { ...awaited, parentId: "another" })).toEqual([question]);
  expect(withAnswer([question], awaited)).toEqual([question, awaited]);
});
