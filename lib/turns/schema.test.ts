import { expect, test } from "vitest";
import type { MessageView } from "../conversations/schema.ts";
import { encodeStored } from "./follow.ts";
import { type AnswerMetadata, emptyAnswer, filledParts, foldChunk, type TurnChunk } from "./schema.ts";

const metadata: AnswerMetadata = {
  turnId: "t",
  conversationId: "c",
  parentId: "p",
  modelId: "openai:gpt-x",
  status: "running",
  createdAt: "2026-01-01T00:00:00.000Z",
};
const start: TurnChunk = { type: "start", messageId: "a", messageMetadata: metadata };
const fold = (chunks: TurnChunk[]) => chunks.reduce(foldChunk, emptyAnswer);

test("deltas belong to the last part of their kind, however they interleave", () => {
  const answer = fold([
    start,
    { type: "reasoning-start", id: "r" },
    { type: "reasoning-delta", id: "r", delta: "hm" },
    { type: "text-start", id: "0" },
    { type: "text-delta", id: "0", delta: "a" },
    { type: "reasoning-delta", id: "r", delta: "m" },
    { type: "text-delta", id: "0", delta: "b" },
    { type: "text-end", id: "0" },
    { type: "text-start", id: "1" },
    { type: "text-delta", id: "1", delta: "c" },
  ]);
  expect(answer.parts).toEqual([
    { type: "reasoning", text: "hmm" },
    { type: "text", text: "ab" },
    { type: "text", text: "c" },
  ]);
  expect(answer.ended).toBe(false);
});

test("folding changes no argument, and leaves parts that did not change as they are", () => {
  const before = fold([
    start,
    { type: "reasoning-delta", id: "r", delta: "x" },
    { type: "text-delta", id: "0", delta: "a" },
  ]);
  const after = foldChunk(before, { type: "text-delta", id: "0", delta: "b" });
  expect(before.parts[1]).toEqual({ type: "text", text: "a" });
  expect(after.parts[0]).toBe(before.parts[0]);
});

test("the end of a thought says how long it took, and text goes on behind a source", () => {
  const answer = fold([
    start,
    { type: "reasoning-delta", id: "r", delta: "hm" },
    { type: "reasoning-end", id: "r", providerMetadata: { switchboard: { ms: 12_000 } } },
    { type: "text-delta", id: "0", delta: "a" },
    { type: "source-url", sourceId: "s", url: "https://a.example/", title: "A page" },
    { type: "text-delta", id: "0", delta: "b" },
  ]);
  expect(answer.parts).toEqual([
    { type: "reasoning", text: "hm", ms: 12_000 },
    { type: "text", text: "ab" },
    { type: "source", text: "A page", url: "https://a.example/" },
  ]);
});

test("a replay that begins anew does not double the text", () => {
  const once: TurnChunk[] = [start, { type: "text-delta", id: "0", delta: "abc" }];
  expect(fold([...once, ...once]).parts).toEqual([{ type: "text", text: "abc" }]);
});

test("a notice stands until the first words, or the end", () => {
  const notice: TurnChunk = {
    type: "data-notice",
    data: { code: "provider_unavailable", seconds: 1 },
    transient: true,
  };
  const waiting = fold([start, notice]);
  expect(waiting).toMatchObject({ notice: { code: "provider_unavailable", seconds: 1 }, parts: [] });
  for (const next of [
    { type: "text-start", id: "0" },
    { type: "reasoning-start", id: "0" },
    { type: "text-delta", id: "0", delta: "a" },
    { type: "error", errorText: "x" },
    { type: "abort" },
    { type: "finish", finishReason: "stop", messageMetadata: metadata },
    start,
  ] as TurnChunk[]) {
    expect(foldChunk(waiting, next).notice, next.type).toBeNull();
  }
});

test("chunks of a later version are skipped", () => {
  const answer = fold([start, { type: "text-delta", id: "0", delta: "a" }]);
  expect(foldChunk(answer, { type: "data-later", data: 1 } as unknown as TurnChunk)).toBe(answer);
});

test("empty parts are not stored", () => {
  expect(
    filledParts([
      { type: "text", text: "" },
      { type: "reasoning", text: "x" },
    ]),
  ).toEqual([{ type: "reasoning", text: "x" }]);
});

const endings: Pick<MessageView, "status" | "finishReason" | "error">[] = [
  { status: "complete", finishReason: "length", error: null },
  { status: "stopped", finishReason: null, error: null },
  { status: "failed", finishReason: null, error: { code: "provider_no_credit", params: { provider: "OpenAI" } } },
  { status: "interrupted", finishReason: null, error: { code: "turn_orphaned" } },
];
test.each(endings)("a stored answer that is $status reads the same through the stream", (ending) => {
  const message: MessageView = {
    id: "a",
    parentId: "p",
    role: "assistant",
    parts: [
      { type: "reasoning", text: "hm", ms: 1_234 },
      { type: "reasoning", text: "nobody measured it" },
      { type: "text", text: "Hello 世界" },
      { type: "source", text: "A page", url: "https://a.example/" },
    ],
    modelId: "openai:gpt-x",
    createdAt: metadata.createdAt,
    ...ending,
  };
  const answer = fold(encodeStored(message, "c", "t"));
  expect(answer).toMatchObject({ id: "a", parts: message.parts, ended: true });
  expect(answer.metadata).toEqual({
    ...metadata,
    status: ending.status,
    ...(ending.finishReason && { finishReason: ending.finishReason }),
    ...(ending.error && { error: ending.error }),
  });
});
