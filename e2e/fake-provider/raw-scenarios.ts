import type { Step } from "./answer.ts";
import type { Call } from "./call.ts";
import { delta, finish, words } from "./steps.ts";

// Scenarios that write what goes over the wire themselves: what no vendor's format has room for.

const raw = (bytes: string | Uint8Array): Step => ({ does: "raw", bytes });
const event = (data: string) => `data: ${data}\n\n`;

/** A chunk as JSON, with a delta in its one choice (none for null) and fields of any kind beside. */
function chunk(call: Call, fields: object | null, beside: object = {}): string {
  const choices = fields === null ? [] : [{ index: 0, delta: fields, finish_reason: null }];
  const envelope = { id: "chatcmpl-raw", object: "chat.completion.chunk", created: 1_770_933_892, model: call.model };
  return JSON.stringify({ ...envelope, ...beside, choices });
}

// XM-8: events that nobody defined, calls of tools that nobody offered, markup in every field
export function* strange(call: Call): Generator<Step> {
  const attack = "<img src=x onerror=ran(1)>";
  const named = { id: attack, model: attack };
  const tool = { index: 0, id: attack, type: "function", function: { name: "run", arguments: '{"code":"ran(1)"}' } };
  yield delta("w0");
  yield raw(`event: ${attack}\n${event(chunk(call, { html: attack }, named))}`);
  yield raw(
    event(chunk(call, null, { ...named, html: attack, annotations: [{ type: "html", url: "javascript:ran(1)" }] })),
  );
  if (call.word("tools", "yes") === "yes") yield raw(event(chunk(call, { tool_calls: [tool] }, named)));
  yield delta(" w1");
  yield finish();
}

/** The pages that an answer with sources names; one of them twice, and one that no page should link to. */
export const namedSources = [
  { url: "https://harbour.example/timetable?season=winter", title: "Timetable of the ferries" },
  { url: "https://www.news.example/2026/ferry", title: "<b>A new ferry</b> for the bay" },
  { url: "javascript:alert(1)", title: "A script" },
  { url: "https://harbour.example/timetable?season=winter", title: "Timetable of the ferries" },
  { url: "https://harbour.example/", title: "" },
];

// with `form=citations` as Perplexity names them, beside the choices of every chunk; else as annotations of the text
export function* withSources(call: Call): Generator<Step> {
  const say = (fields: object, beside: object = {}) =>
    raw(event(chunk(call, { role: "assistant", content: "", ...fields }, beside)));
  if (call.word("form", "annotations") === "citations") {
    const beside = { citations: namedSources.map(({ url }) => url), search_results: namedSources.slice(0, 2) };
    yield say({ content: "w0" }, beside);
    yield say({ content: " w1" }, beside);
  } else {
    yield delta("w0");
    const annotations = namedSources.map((source) => ({
      type: "url_citation",
      url_citation: { ...source, start_index: 0, end_index: 2 },
    }));
    yield say({ annotations });
    yield delta(" w1");
  }
  yield finish();
}

export async function* comments(call: Call): AsyncGenerator<Step> {
  for (let index = 0; index < call.number("count", 20); index++) {
    yield raw(": OPENROUTER PROCESSING\n\n");
    await call.pause(call.number("delay", 500));
  }
  yield* words(call, 3);
  yield finish();
}

// Everything that the event stream format allows and few servers do: byte order mark, CRLF and CR, no space after
// the colon, an `event:` line, data on two lines, an unknown field.
export function* oddFraming(call: Call): Generator<Step> {
  const said = (content: string) => chunk(call, { content });
  const [first, second] = said(" w2").split(',"created"');
  const mark = call.mount === "local" ? "\uFEFF" : "";
  yield raw(`${mark}event: message\r\ndata:${said("w0")}\r\n\r\n`);
  yield raw(`id: 7\nretry: 10\nunknown: x\ndata: ${said(" w1")}\n\n`);
  yield raw(`data: ${first},\ndata: "created"${second}\n\n`);
  yield finish();
}

// `delay` milliseconds before the reset, so that what was written is read: a reset takes along what is still on its way
export async function* cutInCharacter(call: Call): AsyncGenerator<Step> {
  const bytes = Buffer.from(`data: {"id":"x","choices":[{"index":0,"delta":{"content":"天气`);
  yield delta("w0");
  yield raw(bytes.subarray(0, -1));
  await call.pause(call.number("delay", 0));
  yield* resetOrCut(call);
}
const resetOrCut = (call: Call): Step[] => (call.word("end", "reset") === "reset" ? [{ does: "reset" }] : []);
