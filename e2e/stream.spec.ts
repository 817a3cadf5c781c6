import {
  DefaultChatTransport,
  parseJsonEventStream,
  readUIMessageStream,
  type UIMessage,
  type UIMessageChunk,
  uiMessageChunkSchema,
} from "ai";
import type { AnswerMetadata } from "../lib/turns/schema.ts";
import { newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn, numberedWords, readEvents, textOf } from "./support/turns.ts";

// What a program may rely on that follows a turn over HTTP, the AI SDK's own client above all.

type Message = UIMessage<AnswerMetadata>;

/** Reads a stream of chunks as the SDK's `useChat` does; gives each state of the message. */
async function messageStates(stream: ReadableStream<UIMessageChunk>): Promise<Message[]> {
  const states: Message[] = [];
  const errors: unknown[] = [];
  for await (const message of readUIMessageStream<Message>({ stream, onError: (error) => errors.push(error) })) {
    states.push(structuredClone(message));
  }
  expect(errors).toEqual([]);
  return states;
}

const textIn = (message: Message | undefined) =>
  message?.parts.map((part) => (part.type === "text" ? part.text : "")).join("");

test("the AI SDK's transport sends a turn and reads its answer", async ({ app, account, clientFor }) => {
  const turn = composeTurn(newQuestion(), { modelId: "local:scenario/reasoning:thoughts=3" });
  const transport = new DefaultChatTransport<Message>({
    api: `${app.url}/api/chat`,
    headers: { cookie: account.cookie, origin: app.url, "x-forwarded-for": account.address },
    prepareSendMessagesRequest: () => ({ body: turn }),
  });
  const stream = await transport.sendMessages({
    trigger: "submit-message",
    chatId: turn.conversationId,
    messageId: undefined,
    messages: [{ ...turn.message }],
    abortSignal: undefined,
  });
  const states = await messageStates(stream);
  const message = states.at(-1);
  const [, stored] = (await storedConversation(clientFor(account), turn.conversationId)).messages;
  expect(message?.id).toBe(stored?.id);
  expect(message?.metadata).toMatchObject({ modelId: turn.modelId, status: "complete", parentId: turn.message.id });
  expect(message?.parts).toMatchObject([
    { type: "reasoning", text: "thought0 thought1 thought2", state: "done" },
    { type: "text", text: numberedWords(6), state: "done" },
  ]);
  expect(message?.parts.map(({ type }) => type)).toEqual(stored?.parts.map(({ type }) => type));
  expect(states.length).toBeGreaterThan(5);
});

test("the AI SDK's transport resumes a running turn from its beginning @sqld", async ({
  app,
  account,
  provider,
  clientFor,
}) => {
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "openai:scenario/held:after=4,tokens=8" });
  await clientFor(account).post("/api/chat", turn);
  await provider.waitForCall({ text: question, held: true });
  const transport = new DefaultChatTransport<Message>({
    api: `${app.url}/api/chat`,
    headers: { cookie: account.cookie, "x-forwarded-for": account.address },
  });
  const stream = await transport.reconnectToStream({ chatId: turn.conversationId });
  if (!stream) throw new Error("a running turn has a stream");
  const read = messageStates(stream);
  provider.release({ text: question });
  const message = (await read).at(-1);
  expect(textIn(message)).toBe(numberedWords(8));
  expect(message?.metadata).toMatchObject({ turnId: turn.turnId, status: "complete", finishReason: "stop" });
  // nothing runs any more: 204, which the transport gives as null
  expect((await clientFor(account).get(`/api/chat/${turn.conversationId}/stream`)).status).toBe(204);
  expect(await transport.reconnectToStream({ chatId: turn.conversationId })).toBeNull();
});

test("every event is one that the AI SDK knows, also when the answer fails or is stopped", async ({
  account,
  provider,
  clientFor,
}) => {
  const client = clientFor(account);
  const stop = async (turnId: string, text: string) => {
    await provider.waitForCall({ text, held: true });
    expect((await client.post(`/api/turns/${turnId}/stop`)).status).toBe(204);
  };
  for (const [model, last] of [
    ["quick", "finish"],
    ["length", "finish"],
    ["unavailable:times=1", "finish"],
    ["error-midstream", "error"],
    ["key-refused", "error"],
    ["held:after=2", "abort"],
  ]) {
    const question = newQuestion();
    const turn = composeTurn(question, { modelId: `openai:scenario/${model}` });
    const response = await client.post("/api/chat", turn);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-vercel-ai-ui-message-stream")).toBe("v1");
    if (last === "abort") await stop(turn.turnId, question);
    const chunks: UIMessageChunk[] = [];
    const stream = parseJsonEventStream({
      stream: response.body as ReadableStream<Uint8Array<ArrayBuffer>>,
      schema: uiMessageChunkSchema,
    });
    for await (const result of stream) {
      if (!result.success) throw result.error;
      chunks.push(result.value);
    }
    expect(chunks.at(0)?.type).toBe("start");
    expect(chunks.at(-1)?.type).toBe(last);
  }
});

test("following from event n gives the rest, with the numbers of the whole @sqld", async ({
  account,
  provider,
  clientFor,
}) => {
  const client = clientFor(account);
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "local:scenario/held:after=5,tokens=9" });
  const first = readEvents(await client.post("/api/chat", turn));
  const seen = [];
  for (let count = 0; count < 4; count++) seen.push((await first.next()).value);
  // the reader goes away in mid-answer, and the answer goes on
  await first.return(undefined);
  await provider.waitForCall({ text: question, held: true });
  provider.release({ text: question });

  const rest = await allEvents(await client.get(`/api/turns/${turn.turnId}/events?after=4`));
  const whole = await allEvents(await client.get(`/api/turns/${turn.turnId}/events`));
  expect([...seen, ...rest]).toEqual(whole);
  expect(whole.map(({ id }) => Number(id))).toEqual(whole.map((_, index) => index + 1));
  expect(textOf(whole)).toBe(numberedWords(9));
  expect(await allEvents(await client.get(`/api/turns/${turn.turnId}/events?after=${whole.length}`))).toEqual([]);
});

test("the same turn sent again is the same turn, during the answer and after it @sqld", async ({
  account,
  provider,
  clientFor,
}) => {
  const client = clientFor(account);
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "local:scenario/held:after=1,tokens=3" });
  const first = await client.post("/api/chat", turn);
  await provider.waitForCall({ text: question, held: true });
  const second = await client.post("/api/chat", turn);
  provider.release({ text: question });
  const events = await allEvents(first);
  expect(await allEvents(second)).toEqual(events);
  expect(await allEvents(await client.post("/api/chat", turn))).toEqual(events);
  expect(transcript(await storedConversation(client, turn.conversationId))).toEqual([
    ["user", question],
    ["assistant", numberedWords(3)],
  ]);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("a second turn in a conversation that answers, or from an old tip, is refused by name @sqld", async ({
  account,
  provider,
  clientFor,
}) => {
  const client = clientFor(account);
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "local:scenario/held:after=1,tokens=3" });
  const first = await client.post("/api/chat", turn);
  await provider.waitForCall({ text: question, held: true });
  const { conversationId } = turn;
  const tip = (await storedConversation(client, conversationId)).messages.at(-1)?.id ?? "";
  const refused = async (parentId: string | null) => {
    const response = await client.post("/api/chat", composeTurn(newQuestion(), { conversationId, parentId }));
    const { error } = (await response.json()) as { error: { code: string } };
    return [response.status, error.code];
  };
  expect(await refused(tip)).toEqual([409, "conversation_busy"]);
  provider.release({ text: question });
  await allEvents(first);
  expect(await refused(turn.message.id)).toEqual([409, "conversation_changed"]);
  expect(await refused(null)).toEqual([409, "conversation_changed"]);
  expect((await storedConversation(client, conversationId)).messages).toHaveLength(2);
});
