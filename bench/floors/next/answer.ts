import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  streamText,
  toUIMessageStream,
  type UIMessage,
} from "ai";

type Options = { fetch?: typeof fetch; headers?: Record<string, string> };

/** The route of the AI SDK's documentation: no accounts, no store, the history comes with the request. */
export async function answer(request: Request, { fetch, headers }: Options = {}): Promise<Response> {
  const { messages } = (await request.json()) as { messages: UIMessage[] };
  const baseURL = process.env.PROVIDER_URL ?? "";
  const provider = createOpenAICompatible({ name: "mock", baseURL, ...(fetch && { fetch }) });
  const result = streamText({ model: provider("mock"), messages: await convertToModelMessages(messages) });
  return createUIMessageStreamResponse({
    stream: toUIMessageStream({ stream: result.stream }),
    ...(headers && { headers }),
  });
}
