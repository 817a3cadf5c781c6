import { setTimeout as sleep } from "node:timers/promises";
import { type Call, lastQuestion, parseScenario, type WireRequest } from "./call.ts";
import type { Behaviour, Titles } from "./control.ts";
import type { Fault } from "./faults.ts";
import { cannotChat, findModel } from "./listings.ts";
import type { LogEntry } from "./log.ts";
import { quick, saying, scenarios, title } from "./scenarios.ts";
import type { Scenario } from "./steps.ts";
import type { Mount } from "./vendors.ts";
import { schemaErrors, unknownKey } from "./wire-schema.ts";

/** What is wrong with a request, as OpenAI would say it; also notes in the log where it breaks the schema. */
export function requestFault(mount: Mount, body: unknown, entry: LogEntry): Fault | null {
  const bad = (message: string, param: string | null, code?: string): Fault => ({
    name: "bad-request",
    message,
    param,
    ...(code && { code }),
  });
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return bad("We could not parse the JSON body of your request.", null);
  }
  entry.schemaErrors = schemaErrors("request", body);
  const request = body as Partial<WireRequest>;
  if (typeof request.model !== "string" || !request.model) return bad("you must provide a model parameter", null);
  const unknown = unknownKey(request, mount !== "openai");
  if (unknown) return bad(`Unknown parameter: '${unknown}'.`, unknown, "unknown_parameter");
  if (!Array.isArray(request.messages)) return bad("Missing required parameter: 'messages'.", "messages");
  if (request.stream_options && request.stream !== true) {
    return bad("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
  }
  // others are laxer, or know more than the schema does; their log entry tells all the same
  const [first] = entry.schemaErrors ?? [];
  return first && mount === "openai" ? bad(`Invalid request: ${first}`, null, "invalid_value") : null;
}

/** How this model answers; a fault when the service does not have it. */
export function chooseScenario(
  mount: Mount,
  model: string,
  purpose: string | null,
  behaviour: Behaviour,
): Scenario | Fault {
  if (purpose === "title") return titleScenario(behaviour.titles);
  const text = behaviour.answers.get(model);
  if (text !== undefined) return saying(text);
  const parsed = parseScenario(model);
  if (parsed) return scenarios[parsed.name] ?? { name: "model-missing", model };
  if (mount === "openai" && cannotChat(model)) return { name: "not-a-chat-model", model };
  return findModel(behaviour.listing(mount), model) ? quick : { name: "model-missing", model };
}

function titleScenario(titles: Titles): Scenario {
  if (titles === "answer") return title;
  if (titles === "fail") return () => [{ does: "refuse", fault: { name: "server-error" } }];
  if (titles === "hang") return scenarios.hang ?? title;
  const { text } = titles;
  return () => [
    { does: "delta", kind: "text", text },
    { does: "finish", reason: "stop" },
  ];
}

/** Makes the call that a scenario works with. */
export function makeCall(
  parts: Pick<Call, "mount" | "request" | "key" | "signal" | "hold">,
  earlier: LogEntry[],
): Call {
  const { request, signal } = parts;
  const parameters = parseScenario(request.model)?.parameters;
  return {
    ...parts,
    attempt: countAttempts(earlier, request),
    model: request.model,
    word: (name, fallback) => parameters?.get(name) ?? fallback,
    number: (name, fallback) => Number(parameters?.get(name) ?? fallback),
    pause: (milliseconds) => (milliseconds > 0 ? sleep(milliseconds, undefined, { signal }) : Promise.resolve()),
    silence: () => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  };
}

// how often the same question was asked of this model before
function countAttempts(earlier: LogEntry[], request: WireRequest): number {
  const question = lastQuestion(request);
  return earlier.filter(
    (entry) => entry.model === request.model && lastQuestion(entry.body as WireRequest) === question,
  ).length;
}
