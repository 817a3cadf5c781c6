import { endMark, tokenText, wordCount } from "./answers.ts";

// Server-sent events as OpenAI sends them, framed for a chunked HTTP response and encoded ahead of time: sending some
// of them is one write of a part of a buffer. The provider must cost little beside what is measured.

function frame(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}

function event(choices: unknown[], usage?: unknown): Buffer {
  const chunk = {
    id: "chatcmpl-bench",
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: "mock",
    choices,
  };
  return frame(`data: ${JSON.stringify(usage ? { ...chunk, usage } : chunk)}\n\n`);
}

const choice = (delta: unknown, finish_reason: string | null = null) => [{ index: 0, delta, finish_reason }];

/** What comes before the text. */
export const head = event(choice({ role: "assistant", content: "" }));

/** The last piece of an answer that says so. */
export const marked = event(choice({ content: `\n\n${endMark}` }));

/** What comes after the text. */
export function tail(tokens: number): Buffer {
  const usage = { prompt_tokens: 1, completion_tokens: tokens, total_tokens: tokens + 1 };
  return Buffer.concat([event(choice({}, "stop")), event([], usage), frame("data: [DONE]\n\n")]);
}

type Block = { bytes: Buffer; offsets: number[] };

/** A stretch of events after which the text repeats itself: long for small pieces, short for large ones. */
function encode(size: number): Block {
  const count = size === 0 ? wordCount : size <= 1000 ? 100 : 10;
  const parts: Buffer[] = [];
  const offsets = [0];
  for (let index = 0; index < (size > 100_000 ? 1 : count); index += 1) {
    const part = event(choice({ content: tokenText(index, size) }));
    parts.push(part);
    offsets.push((offsets.at(-1) as number) + part.length);
  }
  return { bytes: Buffer.concat(parts), offsets };
}

const blocks = new Map<number, Block>();

/** The events of the pieces from `from` up to, and without, `to`. */
export function* textEvents(size: number, from: number, to: number): Generator<Buffer> {
  const { bytes, offsets } = blocks.get(size) ?? blocks.set(size, encode(size)).get(size) ?? encode(size);
  const length = offsets.length - 1;
  for (let at = from; at < to; ) {
    const start = at % length;
    const end = Math.min(length, start + to - at);
    yield bytes.subarray(offsets[start], offsets[end]);
    at += end - start;
  }
}
