import { generateText, type LanguageModelUsage } from "ai";
import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../auth/schema.ts";
import { cutText, messageText } from "../conversations/schema.ts";
import { setModelTitle } from "../conversations/title.ts";
import { insertCallUsage } from "../db/usage-rows.ts";
import { type Env, env } from "../env.ts";
import { withFetch } from "../models/call-fetch.ts";
import { knownPrice } from "../models/known-facts.ts";
import { type ResolvedModel, resolveModel } from "../models/registry.ts";
import { logTrouble } from "../telemetry/log.ts";
import { callUsage } from "../usage/call-usage.ts";
import { purposeHeader } from "./ask-model.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { Answer } from "./schema.ts";

/** A title that takes longer is not worth waiting for; nor is one that takes longer than an answer may. */
const timeoutSeconds = 30;
/** What of a function's time is left for writing the title down, and was gone before the turn began. */
const spareSeconds = 5;
/** What the title's model gets to read of each message, in characters: a title needs no more. */
const excerptLength = 1_000;
const maxTitleLength = 80;

const instructions =
  "Write a title for the conversation below: at most six words, in the language of the user's message, " +
  "no quotation marks, no full stop, no introduction. Answer with the title alone.";

/**
 * One small call that names a new conversation after its first answer. Failing, it leaves the first words.
 * @param began when the function that does all this was begun, on the monotonic clock
 */
export async function makeTitle(
  actor: Actor,
  answeredBy: ResolvedModel,
  subject: string,
  answer: Answer,
  began: number,
): Promise<void> {
  const text = messageText(answer.parts);
  const conversationId = answer.metadata?.conversationId;
  const seconds = titleSeconds((performance.now() - began) / 1000);
  if (text === "" || !conversationId || seconds <= 0) return;
  try {
    const model = env().TITLE_MODEL ? resolveModel(env().TITLE_MODEL as string) : answeredBy;
    if (!model.provider.makesTitles) return;
    const result = await withFetch(
      providerFetch(() => {}),
      () =>
        generateText({
          model: model.provider.languageModel(model.model),
          instructions,
          prompt: `User: ${cutText(subject, excerptLength)}\n\nAssistant: ${cutText(text, excerptLength)}`,
          headers: { [purposeHeader]: "title" },
          abortSignal: AbortSignal.timeout(seconds * 1000),
          maxRetries: 0,
          telemetry: { functionId: "title", recordInputs: false, recordOutputs: false },
        }),
    );
    // before the title: who sees that finds what it took
    await noteTitleUsage(actor, conversationId, model, result.steps[0]?.usage ?? null);
    const title = cleanTitle(result.text);
    if (title) await setModelTitle(actor, conversationId, title);
  } catch (error) {
    // the reason may quote the provider; its kind is enough to know
    logTrouble("title-not-made", error, {}, "warn");
  }
}

/**
 * How long a title may take, given what of a function's time is gone: a platform that ends the function at its limit must
 * not find it at work.
 */
export function titleSeconds(
  goneSeconds: number,
  { MAX_TURN_SECONDS, functionSeconds }: Pick<Env, "MAX_TURN_SECONDS" | "functionSeconds"> = env(),
): number {
  const left = functionSeconds === null ? Number.POSITIVE_INFINITY : functionSeconds - spareSeconds - goneSeconds;
  return Math.min(timeoutSeconds, MAX_TURN_SECONDS, left);
}

// what it took is told apart from the answer's
async function noteTitleUsage(
  { userId }: Actor,
  conversationId: string,
  model: ResolvedModel,
  usage: LanguageModelUsage | null,
): Promise<void> {
  const call = { id: uuidv7(), userId, conversationId, modelId: model.id, purpose: "title" as const };
  await insertCallUsage(call, callUsage(usage, await knownPrice(model)), new Date().toISOString());
}

/** The first line of what the model said, without the marks around it that it was asked to leave out. */
export function cleanTitle(text: string): string {
  const line =
    text
      .replace(/<think>[\s\S]*?(<\/think>|$)/, "")
      .trim()
      .split("\n")[0] ?? "";
  const plain = line
    .replace(/^(title|标题)\s*[:：]\s*/i, "")
    .replace(/^[#*_"'“”‘’「『《\s]+|[*_"'“”‘’」』》\s.。]+$/g, "");
  const title = plain.length > maxTitleLength ? `${cutText(plain, maxTitleLength - 1).trimEnd()}…` : plain;
  return title.toWellFormed();
}
