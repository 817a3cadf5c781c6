import { ReadableStream } from "node:stream/web";
import { setTimeout as delay } from "node:timers/promises";
import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { Env } from "../../env.ts";
import type { Provider } from "../provider.ts";
import { guideAnswer } from "./demo-text.ts";

/** Between two pieces: about the pace of a hosted model. */
const pieceDelayMs = 25;

/** The built-in model: needs no key, says that it is a demo, and streams markdown to try the page with. */
export function demoProvider({ onVercel }: Pick<Env, "onVercel">): Provider {
  return {
    id: "demo",
    name: "Switchboard",
    host: "",
    address: "",
    suggested: ["guide"],
    // the first words of the question serve as well
    makesTitles: false,
    listModels: async () => ({ models: [{ model: "guide", name: "Demo guide", facts: {} }], cut: false }),
    languageModel: (model) => guideModel(model, (question) => guideAnswer(question, onVercel)),
  };
}

type Prompt = Parameters<LanguageModelV4["doStream"]>[0]["prompt"];

function guideModel(modelId: string, answer: (question: string) => string): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "demo",
    modelId,
    supportedUrls: {},
    doGenerate: async ({ prompt }) => {
      const text = answer(lastQuestion(prompt));
      return { content: [{ type: "text", text }], ...ending(prompt, text), warnings: [] };
    },
    doStream: async ({ prompt, abortSignal }) => ({
      stream: ReadableStream.from(
        stream(prompt, answer(lastQuestion(prompt)), abortSignal),
      ) as globalThis.ReadableStream<LanguageModelV4StreamPart>,
    }),
  };
}

async function* stream(
  prompt: Prompt,
  text: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<LanguageModelV4StreamPart> {
  yield { type: "stream-start", warnings: [] };
  yield { type: "text-start", id: "0" };
  for (const delta of pieces(text)) {
    await delay(pieceDelayMs, undefined, { ...(signal && { signal }) });
    yield { type: "text-delta", id: "0", delta };
  }
  yield { type: "text-end", id: "0" };
  yield { type: "finish", ...ending(prompt, text) };
}

// a few words, or a few Chinese characters, at a time; what stands between two of these belongs to neither
function pieces(text: string): string[] {
  return text.match(/[⺀-鿿＀-￯]{1,4}|\s*[^\s⺀-鿿＀-￯]+\s*|\s+/g) ?? [text];
}

function lastQuestion(prompt: Prompt): string {
  const message = prompt.findLast(({ role }) => role === "user");
  if (!message || typeof message.content === "string") return "";
  return message.content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

// four characters to a token is the usual rule of thumb for English; nobody is billed by it
function ending(prompt: Prompt, text: string) {
  const input = Math.ceil(JSON.stringify(prompt).length / 4);
  const output = Math.ceil(text.length / 4);
  return {
    finishReason: { unified: "stop" as const, raw: "stop" },
    usage: {
      inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: output, text: output, reasoning: undefined },
    },
  };
}
