import * as z from "zod/mini";
import { AppError } from "../errors.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Most bytes of a request body: below what platforms refuse on their own (4.5 MB), above the longest message. */
export const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Reads and parses a JSON body.
 * @throws AppError `unsupported_media_type`, `payload_too_large` (before parsing), `invalid_request` naming the field
 */
export async function readBody<T>(request: Request, schema: z.core.$ZodType<T>): Promise<T> {
  requireJson(request);
  const value = parse(await readLimited(request));
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".");
  throw new AppError("invalid_request", field ? { field } : undefined);
}

/** Browsers send JSON to another origin only after asking first; a form cannot send it at all. */
export function requireJson(request: Request): void {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("unsupported_media_type");
}

async function readLimited(request: Request): Promise<string> {
  const tooLarge = () => new AppError("payload_too_large", { limit: maxBodyBytes });
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) throw tooLarge();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = request.body?.getReader();
  let text = "";
  let bytes = 0;
  try {
    for (;;) {
      const { value: chunk, done } = (await reader?.read()) ?? { done: true };
      if (done) return text + decoder.decode();
      bytes += chunk?.byteLength ?? 0;
      if (bytes > maxBodyBytes) {
        // Giving the stream up would close the connection before the refusal is there, and leaving the rest of it would
        // stop the connection's next request.
        void discard(reader);
        throw tooLarge();
      }
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("invalid_request", undefined, { cause: error });
  }
}

/** What is read of a refused body; whoever sends more loses the connection. */
const maxDiscardedBytes = 64 * 1024 * 1024;

async function discard(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  try {
    for (let bytes = 0; bytes < maxDiscardedBytes; ) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) return;
      bytes += value?.byteLength ?? 0;
    }
    await reader?.cancel();
  } catch {
    // the sender has gone
  }
}

function parse(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch {
    throw new AppError("invalid_request");
  }
}
