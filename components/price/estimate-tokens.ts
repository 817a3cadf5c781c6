import { type EarlierMessages, type MessageView, messageText } from "@/lib/conversations/schema";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";

// What providers count differs from model to model, and only they know it. By the usual rule of thumb a token is four
// letters of English; a Chinese, Japanese or Korean character is about one.
const lettersPerToken = 4;
const wideTokens = 0.9;
/** What stands around each message on the wire. */
const tokensPerMessage = 4;

/** Texts that are longer are looked at in part: typing must not wait for them. In UTF-16 code units. */
const sampleLength = 20_000;

const wide = /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]/g;

/** About how many tokens a text has. */
export function estimateTokens(text: string): number {
  if (text.length > 3 * sampleLength) {
    const middle = Math.floor((text.length - sampleLength) / 2);
    const starts = [0, middle, text.length - sampleLength];
    const sample = starts.map((start) => text.slice(start, start + sampleLength)).join("");
    return Math.round((estimateTokens(sample) * text.length) / sample.length);
  }
  const wideCount = text.match(wide)?.length ?? 0;
  // of other scripts a letter is two bytes or more, and about so much more of a token
  const bytes = new TextEncoder().encode(text).length - 3 * wideCount;
  return Math.ceil(wideCount * wideTokens + bytes / lettersPerToken);
}

const known = new WeakMap<MessageView, number>();

function ofMessage(message: MessageView): number {
  const before = known.get(message);
  if (before !== undefined) return before;
  const text = messageText(message.parts);
  const tokens = text === "" ? 0 : estimateTokens(text) + tokensPerMessage;
  known.set(message, tokens);
  return tokens;
}

/** The same of messages of which only the length is known: what is more than one byte is taken for wide. */
export function estimateEarlier({ count, characters, bytes }: EarlierMessages): number {
  const wideCount = Math.max(0, (bytes - characters) / 2);
  return Math.ceil(wideCount * wideTokens + (bytes - 3 * wideCount) / lettersPerToken + count * tokensPerMessage);
}

/**
 * About how many tokens a model reads when a draft is sent: what stands before the conversation, its messages, those of
 * them that are not on the page, the draft.
 */
export function estimateContext(
  settings: ConversationSettings,
  messages: MessageView[],
  draft: string,
  earlier: EarlierMessages,
): number {
  const texts = [...settings.systemPrompt, ...settings.examples.map(({ text }) => text), draft].filter(Boolean);
  const around = texts.reduce((sum, text) => sum + estimateTokens(text) + tokensPerMessage, 0);
  return messages.reduce((sum, message) => sum + ofMessage(message), around + estimateEarlier(earlier));
}
