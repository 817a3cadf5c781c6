import type { Readable } from "node:stream";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { withReadableUsage } from "./readable-usage.ts";

/**
 * The pace at which text is handed on; with the way to the page a word is 33 ms behind the provider at most. Behind this
 * lie the expensive layers: a part costs the AI SDK's chain of streams, the log and every follower's connection the same,
 * whether it holds one letter or a sentence.
 */
const windowMs = 30;

/**
 * Windows end on a grid, up to this much early, so that those of many answers end together: waking up for each costs as
 * much as a good part of its text.
 */
const gridMs = 8;

/** Long enough for a server to end the response by itself after `[DONE]`, which keeps the connection for the next call. */
const doneGraceMs = 1_000;

/** As many events may wait to be read before the connection is left to fill up. */
const mostUnread = 64;

/**
 * Hands on a provider's event stream with text deltas that follow one another merged: the first text at once, and text
 * after a pause too; anything else at once, behind the text before it. Nothing is changed but where text is divided, that an error
 * which stands beside choices comes behind them as an event of its own, and figures of a usage report that are none.
 * Ends with `[DONE]`, also where the server leaves the connection open.
 * @param source the body of a chat completion that is streamed. Node's own stream: a web stream costs as much for each
 * piece that arrives as all that is done with it here
 * @param onSign hears of every piece of the body, comments that keep a connection open included
 * @param failureOf what the reader is told when the body fails
 */
export function mergeDeltas(
  source: Readable,
  onSign: () => void,
  failureOf: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let merger: DeltaMerger;
  let failure: { error: unknown } | null = null;
  // a stream that fails forgets what nobody has read yet, and so do the layers behind it: what came before the failure
  // gets one turn of the event loop to go through them
  const failOnceRead = (controller: ReadableStreamDefaultController) => {
    if (failure && controller.desiredSize === mostUnread)
      setImmediate((error) => controller.error(error), failure.error);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        merger = new DeltaMerger((text) => controller.enqueue(encoder.encode(text)));
        const stop = () => {
          source.off("data", onData).off("end", onEnd).off("error", onError).on("error", ignore);
          merger.flush();
        };
        const onEnd = () => {
          stop();
          controller.close();
        };
        const onError = (error: unknown) => {
          stop();
          failure = { error: failureOf(error) };
          failOnceRead(controller);
        };
        const onData = (piece: Uint8Array) => {
          onSign();
          merger.feed(decoder.decode(piece, { stream: true }));
          if (merger.done) {
            onEnd();
            drain(source);
          } else if ((controller.desiredSize ?? 0) <= 0) {
            source.pause();
          }
        };
        source.on("data", onData).on("end", onEnd).on("error", onError);
      },
      pull(controller) {
        source.resume();
        failOnceRead(controller);
      },
      cancel() {
        merger.drop();
        source.removeAllListeners("data").on("error", ignore).destroy();
      },
    },
    { highWaterMark: mostUnread },
  );
}

/** For what fails when nobody needs it any more. */
const ignore = () => {};

function drain(source: Readable): void {
  const grace = setTimeout(() => source.destroy(), doneGraceMs);
  source.once("close", () => clearTimeout(grace));
  source.resume();
}

/** Text of one event, by the names under which services send it. */
type Texts = Partial<Record<(typeof textNames)[number], string>>;
const textNames = ["content", "reasoning", "reasoning_content"] as const;

/** The events of one stream, in and out. */
class DeltaMerger {
  /** `[DONE]` was seen */
  done = false;
  readonly #emit: (text: string) => void;
  readonly #parser = createParser({ onEvent: (event) => this.#take(event) });
  /** the first of the events that wait, as it came and parsed, and the texts of all of them */
  #waiting: { data: string; event: ChunkEvent; texts: Texts; count: number } | null = null;
  readonly #reader = new TextReader();
  #timer: NodeJS.Timeout | undefined;
  #lastTextAt = Number.NEGATIVE_INFINITY;

  /** @param emit gets whole events as they go over the wire */
  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  feed(text: string): void {
    this.#parser.feed(text);
  }

  /** Hands on what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = null;
    this.#lastTextAt = performance.now();
    this.#emit(encode(waiting.count === 1 ? waiting.data : withTexts(waiting.event, waiting.texts)));
  }

  /** Nobody reads any more. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }

  #take({ data, event: name }: EventSourceMessage): void {
    const read = name === undefined ? this.#reader.read(data) : null;
    if (!read) {
      this.flush();
      this.done ||= data === "[DONE]";
      for (const event of withErrorApart(withReadableUsage(data))) this.#emit(encode(event, name));
      return;
    }
    const { event, texts } = read;
    if (this.#waiting && !sameNames(this.#waiting.texts, texts)) this.flush();
    if (this.#waiting) {
      for (const key of textNames) if (texts[key] !== undefined) this.#waiting.texts[key] += texts[key];
      this.#waiting.count += 1;
      return;
    }
    this.#waiting = { data, event, texts, count: 1 };
    // a slow model's words are not held up at all; a window that began with the last flush would hold fewer of a fast one's
    const now = performance.now();
    if (now - this.#lastTextAt >= windowMs) this.flush();
    else this.#timer = setTimeout(() => this.flush(), Math.floor(windowMs - ((now + windowMs) % gridMs)));
  }
}

/**
 * Reads events that hold nothing but text. One after the other they mostly differ in that alone, and then the rest is
 * not parsed again: that is most of what such an event costs.
 */
class TextReader {
  /** the last event that was parsed, and what stands around its text */
  #last: { event: ChunkEvent; before: string; after: string } | null = null;

  /** The parsed event, the texts apart from it; null for one that holds anything else of meaning. */
  read(data: string): { event: ChunkEvent; texts: Texts } | null {
    const content = this.#contentOfTheSame(data);
    if (this.#last && content !== null) return { event: this.#last.event, texts: { content } };
    const event = parseChunk(data);
    const texts = event && onlyTexts(event);
    if (!event || !texts) return null;
    this.#remember(data, event, texts);
    return { event, texts };
  }

  #contentOfTheSame(data: string): string | null {
    if (!this.#last) return null;
    const { before, after } = this.#last;
    const end = data.length - after.length;
    if (end <= before.length || !data.startsWith(before) || !data.endsWith(after)) return null;
    const content = data.slice(before.length, end);
    return plainText.test(content) ? content : null;
  }

  #remember(data: string, event: ChunkEvent, { content, ...others }: Texts): void {
    const name = data.indexOf(contentName);
    const begin = data.indexOf('"', name + contentName.length) + 1;
    const text = JSON.stringify(content ?? "").slice(1, -1);
    const isClear =
      Object.keys(others).length === 0 &&
      name >= 0 &&
      data.indexOf(contentName, begin) < 0 &&
      data.startsWith(`${text}"`, begin) &&
      data.slice(name + contentName.length, begin).trim() === '"';
    this.#last = isClear ? { event, before: data.slice(0, begin), after: data.slice(begin + text.length) } : null;
  }
}

const contentName = '"content":';
/** what stands in JSON as it is: no quote, nothing escaped, no control character */
const plainText = /^[^"\\\p{Cc}]+$/u;

type ChunkEvent = {
  choices?: { delta?: Record<string, unknown> | null; finish_reason?: unknown; logprobs?: unknown; error?: unknown }[];
  usage?: unknown;
  error?: unknown;
};

function parseChunk(data: string): ChunkEvent | null {
  if (data[0] !== "{") return null;
  try {
    return JSON.parse(data) as ChunkEvent;
  } catch {
    return null; // the package behind this says what is wrong with it
  }
}

// What may stand beside the texts without saying anything. `reasoning_details` says the same as `reasoning` in another
// form, which the packages do not read.
const silentNames = new Set(["role", "reasoning_details"]);

/** The texts of an event that holds nothing else of meaning, else null. */
function onlyTexts({ choices, usage, error }: ChunkEvent): Texts | null {
  const choice = Array.isArray(choices) && choices.length === 1 ? choices[0] : null;
  if (!choice?.delta || usage || error || choice.finish_reason || choice.logprobs || choice.error) return null;
  const texts: Texts = {};
  for (const [name, value] of Object.entries(choice.delta)) {
    const isText = textNames.includes(name as keyof Texts) && typeof value === "string";
    if (isText && value !== "") texts[name as keyof Texts] = value as string;
    else if (!isText && value !== null && !silentNames.has(name)) return null;
  }
  return Object.keys(texts).length > 0 ? texts : null;
}

/**
 * OpenRouter writes an error of mid-answer beside the last `choices`, where OpenAI's package, which reads whatever fits
 * its own schema, overlooks it. As an event of its own every package reads it.
 */
function withErrorApart(data: string): string[] {
  const event = data.includes('"error"') ? parseChunk(data) : null;
  if (!event?.error || !event.choices) return [data];
  const { error, ...rest } = event;
  return [JSON.stringify(rest), JSON.stringify({ error })];
}

function sameNames(one: Texts, other: Texts): boolean {
  return textNames.every((name) => (one[name] === undefined) === (other[name] === undefined));
}

function withTexts(event: ChunkEvent, texts: Texts): string {
  const [choice] = event.choices ?? [];
  return JSON.stringify({ ...event, choices: [{ ...choice, delta: { ...choice?.delta, ...texts } }] });
}

function encode(data: string, name?: string): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${data.replaceAll("\n", "\ndata: ")}\n\n`;
}
