import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Call } from "./call.ts";
import { type Fault, refusal } from "./faults.ts";
import type { LogEntry } from "./log.ts";
import { type DeltaKind, type FinishReason, vendors } from "./vendors.ts";
import { schemaErrors } from "./wire-schema.ts";

/** What a scenario does next. One that ends without `finish` has simply stopped sending: a clean end of the body. */
export type Step =
  | { does: "delta"; kind: DeltaKind; text: string }
  | { does: "finish"; reason: FinishReason; usage?: Record<string, unknown> | null }
  /** an HTTP error instead of an answer; only as the first step */
  | { does: "refuse"; fault: Fault }
  /** an error in the middle of an answer: a chunk of its own, or beside `choices` */
  | { does: "error"; beside: boolean; message: string }
  /** a 200 with this JSON where a stream was asked for; only as the first step */
  | { does: "json"; body: unknown }
  /** headers and whatever comes before the first text */
  | { does: "open" }
  /** bytes as they are, for framing that a writer would not choose */
  | { does: "raw"; bytes: string | Uint8Array }
  /** the connection is reset */
  | { does: "reset" };

const estimateTokens = (text: string) => Math.max(1, Math.ceil(text.length / 4));

/** Writes one answer to one call, as a stream or in one piece, in the manner of the call's service. */
export class Answer {
  #call: Call;
  #response: ServerResponse;
  #entry: LogEntry;
  #ended: () => void;
  #vendor;
  #envelope: { id: string; created: number; model: string };
  #texts: Record<DeltaKind, string> = { text: "", reasoning: "", refusal: "" };
  #began = false;
  #streaming: boolean;
  #withUsage: boolean;

  /** `ended` is called when the answer has ended from this side, however badly. */
  constructor(call: Call, response: ServerResponse, entry: LogEntry, ended: () => void) {
    this.#call = call;
    this.#response = response;
    this.#entry = entry;
    this.#ended = ended;
    this.#vendor = vendors[call.mount];
    const id = this.#vendor.answerId();
    this.#envelope = { id, created: Math.floor(Date.now() / 1000), model: this.#vendor.answeringModel(call.model) };
    this.#streaming = call.request.stream === true;
    const options = call.request.stream_options as { include_usage?: boolean } | undefined;
    this.#withUsage = this.#vendor.alwaysUsage || options?.include_usage === true;
  }

  /** Does one step; resolves when its bytes have left, or the client is gone. */
  async take(step: Step): Promise<void> {
    switch (step.does) {
      case "refuse":
        return this.#json(refusal(this.#call.mount, step.fault));
      case "json":
        return this.#json({ status: 200, headers: {}, body: step.body });
      case "reset":
        this.#ended();
        this.#response.socket?.resetAndDestroy();
        return;
      case "open":
        await this.#begin();
        return this.#response.flushHeaders();
      case "raw":
        await this.#begin();
        return this.#write(step.bytes);
      case "delta":
        return this.#delta(step.kind, step.text);
      case "error":
        return this.#error(step.beside, step.message);
      case "finish":
        return this.#streaming ? this.#finishStream(step) : this.#finishPiece(step);
    }
  }

  /** The scenario has no more steps. */
  async end(): Promise<void> {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#ended();
    // an answer in one piece that never finished: what was promised does not come
    if (!this.#streaming) this.#response.socket?.destroy();
    else this.#response.end();
  }

  async #delta(kind: DeltaKind, text: string): Promise<void> {
    this.#texts[kind] += text;
    const delta = this.#vendor.delta(kind, text);
    if (!delta) return;
    if (this.#streaming) {
      await this.#begin();
      await this.#chunk([this.#vendor.choice(delta, null)]);
    }
    this.#entry.tokens += 1;
  }

  async #error(beside: boolean, message: string): Promise<void> {
    await this.#begin();
    const numeric = this.#call.mount === "openrouter";
    const plain = numeric
      ? { code: 502, message, metadata: { error_type: "provider_unavailable" } }
      : { message, type: "server_error", param: null, code: beside ? "server_error" : null };
    const error = beside && numeric ? { code: "server_error", message } : plain;
    if (!beside) return this.#event({ error });
    const choices = [this.#vendor.choice({ content: "" }, "error")];
    await this.#event({ ...this.#base("chat.completion.chunk"), choices, error });
    await this.#write("data: [DONE]\n\n");
  }

  async #finishStream({ reason, usage }: Extract<Step, { does: "finish" }>): Promise<void> {
    await this.#begin();
    await this.#chunk([this.#vendor.choice({}, reason)]);
    if (this.#withUsage && usage !== null) {
      await this.#chunk(this.#vendor.usageChoices(), usage ?? this.#usage());
    }
    await this.#write("data: [DONE]\n\n");
  }

  async #finishPiece({ reason, usage }: Extract<Step, { does: "finish" }>): Promise<void> {
    const { text, reasoning, refusal: refused } = this.#texts;
    const shown = reasoning !== "" && this.#vendor.delta("reasoning", reasoning) ? { reasoning } : {};
    const message = { role: "assistant", content: refused ? null : text, refusal: refused || null, ...shown };
    const body = {
      ...this.#base("chat.completion"),
      choices: [{ index: 0, message, logprobs: null, finish_reason: reason }],
      ...(usage !== null && { usage: usage ?? this.#usage() }),
    };
    this.#check("completion", body);
    await this.#json({ status: 200, headers: this.#vendor.headers(this.#envelope.id), body });
  }

  #base(object: string): Record<string, unknown> {
    return { ...this.#envelope, object, ...this.#vendor.chunkExtras() };
  }

  #usage(): Record<string, unknown> {
    const prompt = estimateTokens(JSON.stringify(this.#call.request.messages));
    const completion = this.#entry.tokens;
    const total = prompt + completion;
    const extras = this.#vendor.usageExtras(total);
    return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total, ...extras };
  }

  async #begin(): Promise<void> {
    if (this.#began) return;
    this.#began = true;
    this.#entry.status = 200;
    this.#response.writeHead(200, {
      "content-type": this.#streaming ? "text/event-stream; charset=utf-8" : "application/json",
      "cache-control": "no-cache",
      ...this.#vendor.headers(this.#envelope.id),
    });
    if (!this.#streaming) return;
    if (this.#vendor.comment) await this.#write(`: ${this.#vendor.comment}\n\n`);
    if (!this.#vendor.opensWithRole) return;
    await this.#chunk([this.#vendor.choice({ role: "assistant", content: "", refusal: null }, null)]);
  }

  async #chunk(choices: Record<string, unknown>[], usage: Record<string, unknown> | null = null): Promise<void> {
    const isOpenai = this.#call.mount === "openai";
    // with include_usage OpenAI says `usage: null` in all chunks but the last
    const withUsage = usage ? { usage } : isOpenai && this.#withUsage ? { usage: null } : {};
    // OpenAI pads its chunks so that their sizes tell nothing
    const padding = isOpenai ? { obfuscation: "Qup1BsQ3xKzT".slice(0, 1 + (this.#entry.tokens % 12)) } : {};
    const chunk = { ...this.#base("chat.completion.chunk"), choices, ...withUsage, ...padding };
    this.#check("chunk", chunk);
    await this.#event(chunk);
  }

  #check(kind: "chunk" | "completion", value: unknown): void {
    const problems = schemaErrors(kind, value);
    if (problems?.length) this.#entry.schemaErrors?.push(...problems);
  }

  #event(data: unknown): Promise<void> {
    return this.#write(`data: ${JSON.stringify(data)}\n\n`);
  }

  async #write(bytes: string | Uint8Array): Promise<void> {
    this.#call.signal.throwIfAborted();
    if (this.#response.write(bytes)) return;
    await once(this.#response, "drain", { signal: this.#call.signal });
  }

  async #json({ status, headers, body }: { status: number; headers: Record<string, string>; body: unknown }) {
    this.#ended();
    this.#entry.status = status;
    this.#response.writeHead(status, { "content-type": "application/json", ...headers });
    this.#response.end(JSON.stringify(body));
  }
}
