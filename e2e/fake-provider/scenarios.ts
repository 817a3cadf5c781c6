import type { Step } from "./answer.ts";
import { type Call, lastQuestion, messageText } from "./call.ts";
import type { Fault } from "./faults.ts";
import { markdown, pieces } from "./texts.ts";
import type { DeltaKind, FinishReason } from "./vendors.ts";

/** How a model behaves: the steps of its answer, in order. Waiting is done with the call's own means. */
export type Scenario = (call: Call) => Iterable<Step> | AsyncIterable<Step>;

const delta = (text: string, kind: DeltaKind = "text"): Step => ({ does: "delta", kind, text });
const finish = (reason: FinishReason = "stop"): Step => ({ does: "finish", reason });
const sayAll = (texts: string[]): Step[] => [...texts.map((text) => delta(text)), finish()];

/** An answer in few pieces: what every model says that has no scenario of its own. */
export const quick: Scenario = ({ model }) => sayAll(["Hello ", "from ", model, "."]);

/** An answer with a text of the test's own. */
export const saying =
  (text: string): Scenario =>
  () =>
    sayAll(pieces(text, 24));

/** The answer to the small extra call that asks for a title. */
export const title: Scenario = ({ request }) => {
  const words = lastQuestion(request).split(/\s+/).filter(Boolean).slice(0, 4);
  return sayAll(["Title for ", words.join(" ").slice(0, 60)]);
};

/** Refuses; with `times=n` in the model id only the first n times that the same question is asked. */
const refuse =
  (fault: (call: Call) => Fault): Scenario =>
  (call) =>
    call.attempt < call.number("times", Number.POSITIVE_INFINITY)
      ? [{ does: "refuse", fault: fault(call) }]
      : quick(call);

/** `tokens` numbered words, "w0 w1 w2 ...", so that a doubled or missing one shows; `delay` milliseconds apart. */
async function* words(call: Call, fallback: number, kind: DeltaKind = "text"): AsyncGenerator<Step> {
  const delay = call.number("delay", 0);
  const begin = performance.now();
  for (let index = 0; index < call.number("tokens", fallback); index++) {
    // against the clock and not between tokens, so that the rate holds under load
    const early = begin + index * delay - performance.now();
    if (delay > 0 && early > 0) await call.pause(early);
    yield delta(index === 0 ? "w0" : ` w${index}`, kind);
  }
}

/** The words, and then one last thing. */
const wordsThen = (fallback: number, ...last: Step[]): Scenario =>
  async function* (call) {
    yield* words(call, fallback);
    yield* last;
  };

const echo: Scenario = ({ request: { model, messages, stream: _stream, stream_options: _options, ...settings } }) => {
  const heard = messages.map((message) => ({ role: message.role, text: messageText(message) }));
  return sayAll(pieces(JSON.stringify({ model, messages: heard, settings }), 24));
};

async function* held(call: Call): AsyncGenerator<Step> {
  const after = call.number("after", 0);
  let sent = 0;
  if (after === 0) await call.hold();
  for await (const step of words(call, 10)) {
    yield step;
    sent += 1;
    if (sent === after) await call.hold();
  }
  yield finish();
}

async function* reasoning(call: Call): AsyncGenerator<Step> {
  for (let index = 0; index < call.number("thoughts", 6); index++) {
    yield delta(`${index ? " " : ""}thought${index}`, "reasoning");
    await call.pause(call.number("delay", 0));
  }
  yield* words(call, 6);
  yield finish();
}

async function* longMarkdown(call: Call): AsyncGenerator<Step> {
  const after = call.number("after", Number.POSITIVE_INFINITY);
  for (const [index, piece] of pieces(markdown.repeat(call.number("repeat", 1)), call.number("size", 8)).entries()) {
    if (index === after) await call.hold();
    yield delta(piece);
    await call.pause(call.number("delay", 0));
  }
  yield finish();
}

async function* comments(call: Call): AsyncGenerator<Step> {
  for (let index = 0; index < call.number("count", 20); index++) {
    yield { does: "raw", bytes: ": OPENROUTER PROCESSING\n\n" };
    await call.pause(call.number("delay", 500));
  }
  yield* words(call, 3);
  yield finish();
}

// Everything that the event stream format allows and few servers do: byte order mark, CRLF and CR, no space after
// the colon, an `event:` line, data on two lines, an unknown field.
function* oddFraming(call: Call): Generator<Step> {
  const chunk = (content: string) =>
    JSON.stringify({
      id: "chatcmpl-odd",
      object: "chat.completion.chunk",
      created: 1_770_933_892,
      model: call.model,
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    });
  const [first, second] = chunk(" w2").split(',"created"');
  const mark = call.mount === "local" ? "\uFEFF" : "";
  yield { does: "raw", bytes: `${mark}event: message\r\ndata:${chunk("w0")}\r\n\r\n` };
  yield { does: "raw", bytes: `id: 7\nretry: 10\nunknown: x\ndata: ${chunk(" w1")}\n\n` };
  yield { does: "raw", bytes: `data: ${first},\ndata: "created"${second}\n\n` };
  yield finish();
}

const cutInCharacter: Scenario = (call) => {
  const bytes = Buffer.from(`data: {"id":"x","choices":[{"index":0,"delta":{"content":"天气`);
  return [delta("w0"), { does: "raw", bytes: bytes.subarray(0, -1) }, ...resetOrCut(call)];
};
const resetOrCut = (call: Call): Step[] => (call.word("end", "reset") === "reset" ? [{ does: "reset" }] : []);

const usages: Record<string, Record<string, unknown> | null> = {
  absent: null,
  zero: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  negative: { prompt_tokens: -1, completion_tokens: -7, total_tokens: -8 },
};

/**
 * Every scenario by its name: the model id `scenario/<name>`, with parameters `scenario/<name>:key=value,key=value`.
 * To add one, add a line.
 */
export const scenarios: Record<string, Scenario> = {
  quick,
  echo,
  slow: wordsThen(100, finish()),
  held,
  markdown: longMarkdown,
  reasoning,
  "key-refused": refuse(() => ({ name: "key-refused" })),
  redacted: refuse(({ key }) => ({ name: "echoed-key", key })),
  "no-credit": refuse(() => ({ name: "no-credit" })),
  missing: refuse(({ model }) => ({ name: "model-missing", model })),
  "rate-limited": refuse((call) => ({ name: "rate-limited", retryAfter: call.word("retry", "1") })),
  unavailable: refuse(() => ({ name: "unavailable" })),
  "server-error": refuse(() => ({ name: "server-error" })),
  "bad-request": refuse(() => ({
    name: "bad-request",
    message: "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 200 instead.",
    param: "temperature",
    code: "decimal_above_max_value",
  })),
  "context-too-long": refuse(() => ({ name: "context-too-long" })),
  hang: async function* (call) {
    yield await call.silence();
  },
  stall: async function* (call) {
    yield { does: "open" };
    yield* words(call, 5);
    await call.silence();
  },
  cut: wordsThen(5),
  reset: wordsThen(5, { does: "reset" }),
  "cut-in-character": cutInCharacter,
  "error-midstream": wordsThen(5, { does: "error", beside: false, message: "Provider disconnected unexpectedly" }),
  "error-beside": wordsThen(5, { does: "error", beside: true, message: "Provider disconnected unexpectedly" }),
  "json-error": () => [
    { does: "json", body: { error: { code: 502, message: "Provider returned error", type: "server_error" } } },
  ],
  empty: () => [finish()],
  length: wordsThen(5, finish("length")),
  "content-filter": wordsThen(5, finish("content_filter")),
  refusal: () => [..."I cannot help with that.".split(/(?<= )/).map((text) => delta(text, "refusal")), finish()],
  comments,
  "odd-framing": oddFraming,
  big: (call) => [delta("x".repeat(call.number("bytes", 5_000_000))), finish()],
  usage: (call) => [delta("w0"), { does: "finish", reason: "stop", usage: usages[call.word("is", "absent")] ?? null }],
};

/** The model ids under which the scenarios are listed. */
export const scenarioModels = Object.keys(scenarios).map((name) => `scenario/${name}`);
