import type { Step } from "./answer.ts";
import { type Call, lastQuestion, messageText } from "./call.ts";
import type { Fault } from "./faults.ts";
import { comments, cutInCharacter, oddFraming, strange, withSources } from "./raw-scenarios.ts";
import { delta, finish, type Scenario, sayAll, words } from "./steps.ts";
import { markdown, pieces } from "./texts.ts";
import { endlessUsage, usages } from "./usages.ts";

/** An answer in few pieces: what every model says that has no scenario of its own. */
export const quick: Scenario = ({ model }) => sayAll(["Hello ", "from ", model, "."]);

/** In a text of the test's own: the answer is held there, or breaks off. */
export const marks = { hold: "\u23f8", cut: "\u2702" };

/** An answer with a text of the test's own, in which the marks are obeyed. */
export const saying = (text: string): Scenario =>
  async function* (call) {
    for (const [index, said] of text.split(marks.hold).entries()) {
      if (index > 0) await call.hold();
      const [whole = "", cut] = said.split(marks.cut);
      for (const piece of pieces(whole, 24)) yield delta(piece);
      if (cut !== undefined) return;
    }
    yield finish();
  };

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

// `retry=<seconds>`, or with `form=date` the HTTP date of that moment, or `form=ms` for the header in milliseconds
function retryHeaders(call: Call, fallback: string): Record<string, string> {
  const retry = call.word("retry", fallback);
  if (retry === "") return {};
  switch (call.word("form", "seconds")) {
    case "date":
      return { "retry-after": new Date(Date.now() + Number(retry) * 1000).toUTCString() };
    case "ms":
      return { "retry-after-ms": String(Number(retry) * 1000) };
    default:
      return { "retry-after": retry };
  }
}

/** Resets the connection instead of an answer; with `times=n` in the model id only the first n times. */
const drop: Scenario = (call) =>
  call.attempt < call.number("times", Number.POSITIVE_INFINITY) ? [{ does: "reset" }] : quick(call);

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

// the question, in pieces of `size` UTF-16 units, `delay` milliseconds apart
async function* repeat(call: Call): AsyncGenerator<Step> {
  for (const piece of pieces(lastQuestion(call.request), call.number("size", 24))) {
    yield delta(piece);
    await call.pause(call.number("delay", 0));
  }
  yield finish();
}

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

// thinks for `think` milliseconds without a word about it; by its name it is known for that
async function* silentThinking(call: Call): AsyncGenerator<Step> {
  if (call.word("opens", "no") === "yes") yield { does: "open" };
  await call.pause(call.number("think", 1000));
  yield* words(call, 5);
  yield finish();
}

// what a person reads while a model thinks, then a long silence, then the answer
async function* thinksAloud(call: Call): AsyncGenerator<Step> {
  yield delta("hm", "reasoning");
  await call.pause(call.number("pause", 1000));
  yield* words(call, 5);
  yield finish();
}

// `count` chunks of one character each, as fast as they go
function* oneByte(call: Call): Generator<Step> {
  for (let index = 0; index < call.number("count", 100_000); index++) yield delta(String(index % 10));
  yield finish();
}

// never ends: a word every `delay` milliseconds for a day, and a day is longer than anybody waits
const endless: Scenario = (call) => words(call, 86_400_000, "text");

// never ends either: 250,000 characters at a time
function* pages(): Generator<Step> {
  for (;;) yield delta("page ".repeat(50_000));
}

/** `is` names what is reported at the end; with `end=held` the answer is held before it, with `end=cut` it breaks off there. */
async function* usage(call: Call): AsyncGenerator<Step> {
  const is = call.word("is", "absent");
  yield delta("w0");
  if (is === "endless") yield { does: "raw", bytes: endlessUsage };
  if (call.word("end", "finish") === "held") await call.hold();
  if (call.word("end", "finish") === "cut") return;
  yield { does: "finish", reason: "stop", usage: usages[is] ?? null };
}

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
  // PF-6: retry=3, retry=3600, form=date, form=ms, retry= for none
  "rate-limited": refuse((call) => ({ name: "rate-limited", headers: retryHeaders(call, "1") })),
  // PF-7
  unavailable: refuse(() => ({ name: "unavailable" })),
  // any status: PF-1 is=403, PF-4 is=408, PF-5 is=413, PF-7 is=504; retry= as above
  status: refuse((call) => ({ name: "status", status: call.number("is", 500), headers: retryHeaders(call, "") })),
  // PF-8
  drop,
  "server-error": refuse(() => ({ name: "server-error" })),
  "bad-request": refuse(() => ({
    name: "bad-request",
    message: "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 200 instead.",
    param: "temperature",
    code: "decimal_above_max_value",
  })),
  "context-too-long": refuse(() => ({ name: "context-too-long" })),
  // PF-9: nothing at all; a model that thinks is waited for longer
  hang: async function* (call) {
    yield await call.silence();
  },
  "hang-thinking": async function* (call) {
    yield await call.silence();
  },
  "silent-thinking": silentThinking,
  "thinks-aloud": thinksAloud,
  // PF-10
  stall: async function* (call) {
    yield { does: "open" };
    yield* words(call, 5);
    await call.silence();
  },
  // PF-12, PF-13
  cut: wordsThen(5),
  reset: wordsThen(5, { does: "reset" }),
  "cut-in-character": cutInCharacter,
  // PF-11
  "error-midstream": wordsThen(5, { does: "error", beside: false, message: "Provider disconnected unexpectedly" }),
  "leaky-error": (call) => [
    delta("w0"),
    {
      does: "error",
      beside: false,
      message: `<b>Upstream</b> failed for ${call.key} sk-abc123*** at https://internal.example/v1?key=1\u0000`,
    },
  ],
  "error-first": (call) =>
    call.attempt < call.number("times", Number.POSITIVE_INFINITY)
      ? [{ does: "error", beside: false, message: "Provider disconnected unexpectedly" }]
      : quick(call),
  "error-beside": wordsThen(5, { does: "error", beside: true, message: "Provider disconnected unexpectedly" }),
  "json-error": () => [
    { does: "json", body: { error: { code: 502, message: "Provider returned error", type: "server_error" } } },
  ],
  // PF-16, with thoughts=yes after a thought
  empty: (call) => [...(call.word("thoughts", "no") === "yes" ? [delta("hm", "reasoning")] : []), finish()],
  // PF-18
  length: wordsThen(5, finish("length")),
  // PF-17, with and without text (tokens=0)
  "content-filter": wordsThen(5, finish("content_filter")),
  refusal: () => [..."I cannot help with that.".split(/(?<= )/).map((text) => delta(text, "refusal")), finish()],
  sources: withSources,
  // PF-20
  comments,
  "odd-framing": oddFraming,
  // PF-19; 1,000 chunks a second are slow:tokens=3000,delay=1
  "one-byte": oneByte,
  // PF-24
  endless,
  pages,
  // `code`: of the letter that it is made of
  big: (call) => [
    delta(String.fromCodePoint(call.number("code", 120)).repeat(call.number("bytes", 5_000_000))),
    finish(),
  ],
  // PF-22
  usage,
  repeat,
  strange,
  // the question as the provider's complaint
  "repeat-error": ({ request }) => [{ does: "error", beside: false, message: lastQuestion(request) }],
};

/** The model ids under which the scenarios are listed. */
export const scenarioModels = Object.keys(scenarios).map((name) => `scenario/${name}`);
