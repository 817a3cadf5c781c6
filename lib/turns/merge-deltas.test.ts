import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import { expect, onTestFinished, test, vi } from "vitest";
import { mergeDeltas } from "./merge-deltas.ts";

const chunk = (delta: object, rest: object = {}) =>
  `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta, finish_reason: null }], ...rest })}\n\n`;
const text = (content: string) => chunk({ content });
const done = "data: [DONE]\n\n";

/** A merged stream, the hand that feeds it, and the events that came out, as they come. */
function merged() {
  const source = new Readable({ read() {} });
  const hand = {
    write: (piece: string | Uint8Array) => void source.push(piece),
    end: () => void source.push(null),
    fail: (error: Error) => void source.destroy(error),
  };
  let signs = 0;
  const onSign = () => {
    signs += 1;
  };
  const stream = mergeDeltas(source, onSign, (cause) => new TypeError("terminated", { cause }));
  return { stream, hand, source, signs: () => signs };
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<{ events: string[]; error: unknown }> {
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(data) });
  const decoder = new TextDecoder();
  try {
    for await (const piece of stream) parser.feed(decoder.decode(piece, { stream: true }));
    return { events, error: null };
  } catch (error) {
    return { events, error };
  }
}

const contents = (events: string[]) =>
  events.filter((data) => data !== "[DONE]").map((data) => JSON.parse(data).choices[0]?.delta.content);

test("the first text goes at once, what follows is merged, nothing is lost", async () => {
  const { stream, hand } = merged();
  hand.write([..."abcdefgh"].map(text).join("") + done);
  const { events } = await readAll(stream);
  expect(contents(events)).toEqual(["a", "bcdefgh"]);
  expect(events.at(-1)).toBe("[DONE]");
});

// every one of these is told from the one before it by reading it whole
test.each<[string, object[]]>([
  ["quotes and escapes", [{ content: 'a"b' }, { content: "c\\" }, { content: '"},"x":{"' }, { content: "\n" }]],
  ["the name of the field as text", [{ content: '"content":"' }, { content: "y" }, { content: '"content":' }]],
  ["nothing, and something again", [{ content: "a" }, { content: "" }, { content: "b" }]],
  ["another field", [{ content: "a" }, { content: "b", role: "assistant" }, { role: "assistant", content: "c" }]],
  ["thoughts between", [{ content: "a" }, { reasoning: "b" }, { content: "c" }, { reasoning: "d", content: "e" }]],
  ["other scripts", [{ content: "\u{1f468}\u200d\u{1f469}" }, { content: "\u4f60\u597d" }, { content: "\u2028" }]],
  ["a tool call", [{ content: "a" }, { content: "b", tool_calls: [{ id: "t" }] }, { content: "c" }]],
])("events that look like the one before are read right: %s", async (_, deltas) => {
  const { stream, hand } = merged();
  const around = '", "delta": {"content": "';
  for (const spaced of [false, true]) {
    for (const delta of [{ content: "begin" }, ...deltas, { content: around }, { content: "end" }]) {
      const piece = chunk(delta, { id: "c", note: "d" });
      hand.write(spaced ? piece.replace('"content":', '"content": ') : piece);
    }
  }
  hand.write(done);
  const { events } = await readAll(stream);
  const said = (name: string) => (all: object[]) =>
    all.map((delta) => (delta as Record<string, string>)[name] ?? "").join("");
  const came = events.filter((data) => data !== "[DONE]").map((data) => JSON.parse(data).choices[0].delta);
  const sent = [{ content: "begin" }, ...deltas, { content: around }, { content: "end" }];
  for (const name of ["content", "reasoning"]) expect(said(name)(came)).toBe(said(name)([...sent, ...sent]));
  expect(came.filter((delta) => delta.tool_calls)).toHaveLength(2 * deltas.filter((d) => "tool_calls" in d).length);
});

test("text waits for one window at most, and after a pause not at all", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { stream, hand } = merged();
  const reader = stream.getReader();
  const next = async () => {
    const { value } = await reader.read();
    return contents([new TextDecoder().decode(value).slice(6)])[0];
  };
  hand.write(text("a"));
  expect(await next()).toBe("a");
  hand.write(text("b"));
  hand.write(text("c"));
  const second = next();
  await vi.advanceTimersByTimeAsync(33);
  // nothing more was written: only the window's end can have brought it
  expect(await second).toBe("bc");
  await vi.advanceTimersByTimeAsync(33);
  hand.write(text("d"));
  hand.write(text("e"));
  expect(await next()).toBe("d");
  await reader.cancel("enough");
});

test("what is no plain text goes at once, unchanged, in its place", async () => {
  const { stream, hand } = merged();
  const others = [
    chunk({ role: "assistant", content: "" }),
    chunk({ tool_calls: [{ index: 0 }] }),
    chunk({}, { usage: { total_tokens: 3 } }),
    `data: {"error":{"message":"no"}}\n\n`,
    `data: {"choices":[]}\n\n`,
    "data: nonsense\n\n",
    chunk({ content: "x", refusal: "y" }),
    `data: {"choices":[{"delta":{"content":"z"},"finish_reason":"stop"}]}\n\n`,
  ];
  for (const other of others) hand.write(text("1") + text("2") + other);
  hand.write(done);
  const { events } = await readAll(stream);
  expect(events.filter((data) => !/"content":"[12]+"/.test(data))).toEqual(
    [...others, done].map((event) => event.slice(6, -2)),
  );
  expect(events.join("").match(/[12](?=")/g)?.length).toBeGreaterThanOrEqual(others.length);
  expect(contents(events.filter((data) => /"content":"[12]+"/.test(data))).join("")).toBe("12".repeat(others.length));
});

test("an error beside choices comes behind them, as an event of its own", async () => {
  const { stream, hand } = merged();
  hand.write(text("1") + chunk({ content: "2" }, { error: { code: 502, message: "no" } }) + done);
  const { events } = await readAll(stream);
  expect(contents(events.slice(0, 2))).toEqual(["1", "2"]);
  expect(events.slice(2)).toEqual(['{"error":{"code":502,"message":"no"}}', "[DONE]"]);
  expect(events[1]).not.toContain("error");
});

test("reasoning and text are merged each for itself, in order", async () => {
  const { stream, hand } = merged();
  hand.write(chunk({ reasoning: "a", reasoning_details: [{ text: "a" }] }) + chunk({ reasoning: "b", content: null }));
  hand.write(chunk({ reasoning: "c" }) + text("x") + text("y") + chunk({ reasoning_content: "z" }) + done);
  const { events } = await readAll(stream);
  const deltas = events.slice(0, -1).map((data) => {
    const { reasoning, content, reasoning_content } = JSON.parse(data).choices[0].delta;
    return reasoning ?? content ?? reasoning_content;
  });
  expect(deltas).toEqual(["a", "bc", "xy", "z"]);
});

test("it does not matter where the bytes are divided, nor how events are framed", async () => {
  const { stream, hand } = merged();
  const bytes = new TextEncoder().encode(
    `\uFEFF: hello\r\n${text("天").replaceAll("\n", "\r\n")}${text("气😀")}${done}`,
  );
  for (const byte of bytes) hand.write(new Uint8Array([byte]));
  const { events } = await readAll(stream);
  expect(contents(events).join("")).toBe("天气😀");
});

test("a connection that fails gives up what it had before", async () => {
  const { stream, hand } = merged();
  const seen = readAll(stream.pipeThrough(new TransformStream()).pipeThrough(new TransformStream()));
  hand.write(text("a") + text("b"));
  hand.write(text("c") + text("d").slice(0, 20));
  await delay(0);
  hand.fail(new Error("reset"));
  const { events, error } = await seen;
  expect(contents(events).join("")).toBe("abc");
  expect(error).toMatchObject({ message: "terminated", cause: { message: "reset" } });
});

test("an end without [DONE] ends it, and leaves nothing back", async () => {
  const { stream, hand } = merged();
  hand.write(text("a") + text("b"));
  hand.end();
  expect(contents((await readAll(stream)).events)).toEqual(["a", "b"]);
});

test("[DONE] ends it though the connection stays open, and the connection is given up a moment later", async () => {
  const { stream, hand, source } = merged();
  hand.write(text("a") + done);
  expect((await readAll(stream)).events).toHaveLength(2);
  expect(source.destroyed).toBe(false);
  await expect.poll(() => source.destroyed, { timeout: 5_000 }).toBe(true);
});

test("a reader that goes away takes the provider's connection along", async () => {
  const { stream, hand, source } = merged();
  const reader = stream.getReader();
  hand.write(text("a") + text("b"));
  await reader.read();
  await reader.cancel("stop");
  expect(source.destroyed).toBe(true);
});

test("every piece is a sign of life, comments too", async () => {
  const { stream, hand, signs } = merged();
  hand.write(": OPENROUTER PROCESSING\n\n");
  hand.write(text("a"));
  hand.write(done);
  await readAll(stream);
  expect(signs()).toBe(3);
});
