import { EventSourceParserStream } from "eventsource-parser/stream";
import { v7 as uuidv7 } from "uuid";
import type { MessageRequest, TurnChunk, TurnRequest } from "../../lib/turns/schema.ts";

/** What can be chosen about a turn; everything else is new. */
export type TurnOptions = Partial<
  Pick<MessageRequest, "turnId" | "conversationId" | "parentId" | "tipId" | "modelId" | "settings"> & {
    messageId: string;
  }
>;

/** The body of `POST /api/chat`: a first message in a new conversation, unless the options say otherwise. */
export function composeTurn(text: string, options: TurnOptions = {}): MessageRequest {
  const { messageId = uuidv7(), ...chosen } = options;
  return {
    turnId: uuidv7(),
    conversationId: uuidv7(),
    parentId: null,
    modelId: "openai:scenario/quick",
    ...chosen,
    message: { id: messageId, role: "user", parts: [{ type: "text", text }] },
  };
}

/** The body of `POST /api/chat` that has a stored message answered again. */
export function answerAgain(
  options: Pick<TurnRequest, "conversationId" | "parentId" | "tipId"> & Partial<TurnRequest>,
): TurnRequest {
  return { turnId: uuidv7(), modelId: "openai:scenario/quick", ...options };
}

/** One event of an answer as it went over the wire: its id, if it has one, and its JSON. */
export type AnswerEvent = { id: string | null; data: TurnChunk };

/**
 * The events of an answer, one by one as they come.
 * @throws when the stream breaks off, or ends without `[DONE]`
 */
export async function* readEvents(response: Response): AsyncGenerator<AnswerEvent> {
  if (response.status !== 200 || !response.body) {
    throw new Error(`no event stream but ${response.status}: ${await response.text()}`);
  }
  const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { id, data } of stream) {
    if (data === "[DONE]") return;
    yield { id: id ?? null, data: JSON.parse(data) };
  }
  throw new Error("the event stream ended without [DONE]");
}

/** All events of an answer, when it has ended. */
export async function allEvents(response: Response): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of readEvents(response)) events.push(event);
  return events;
}

/** The text that events spell out together. */
export function textOf(events: AnswerEvent[]): string {
  return events.map(({ data }) => (data.type === "text-delta" ? data.delta : "")).join("");
}

/** "w0 w1 ... w<count - 1>", which is what the numbered scenarios answer. */
export function numberedWords(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index}`).join(" ");
}
