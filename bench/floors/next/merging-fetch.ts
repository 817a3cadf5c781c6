const windowMs = 33;

type Chunk = { choices: { delta: Record<string, unknown>; finish_reason: string | null }[] };

/** A `fetch` whose event streams carry one event of text for 33 ms: the first at once, everything else in order. */
export const mergingFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const isStream = response.headers.get("content-type")?.includes("event-stream");
  return response.body && isStream ? new Response(merge(response.body), response) : response;
};

function merge(source: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      const merger = new Merger((text) => controller.enqueue(new TextEncoder().encode(text)));
      const decoder = new TextDecoder();
      let rest = "";
      for await (const bytes of source) {
        const events = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
        rest = events.pop() ?? "";
        for (const event of events) merger.take(event);
        merger.endOfBytes();
      }
      merger.flush();
      controller.close();
    },
  });
}

class Merger {
  readonly #write: (text: string) => void;
  #text = "";
  #last: Chunk | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #begun = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  take(event: string): void {
    const chunk = event.startsWith("data: {") ? (JSON.parse(event.slice(6)) as Chunk) : null;
    const content = chunk?.choices.length === 1 && !chunk.choices[0]?.finish_reason ? chunk.choices[0]?.delta : null;
    if (typeof content?.content === "string" && Object.keys(content).length === 1) {
      this.#text += content.content;
      this.#last = chunk;
    } else {
      this.flush();
      this.#write(`${event}\n\n`);
    }
  }

  endOfBytes(): void {
    if (this.#text === "") return;
    if (this.#begun) this.#timer ??= setTimeout(() => this.flush(), windowMs);
    else this.flush();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const delta = this.#last?.choices[0]?.delta;
    if (this.#text === "" || !delta) return;
    delta.content = this.#text;
    this.#text = "";
    this.#begun = true;
    this.#write(`data: ${JSON.stringify(this.#last)}\n\n`);
  }
}
