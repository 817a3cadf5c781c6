/** Figures, ids and names of models; no text that somebody wrote. */
export type SpanAttributes = Record<string, string | number | boolean>;

/** A piece of work in a trace. */
export type Span = {
  set(attributes: SpanAttributes): void;
  /** Does something whose own spans belong to this one. */
  within<Result>(work: () => Result): Result;
  /** @param errorType the kind of failure, where it failed */
  end(errorType?: string): void;
};

/** What begins spans. There is one where an address for traces is set (lib/telemetry/otel.ts), and else none. */
export type Tracer = {
  begin(name: string, attributes: SpanAttributes): Span;
  /** sends what has ended, where it could not be sent later; never rejects, and takes no longer than a moment */
  flush(): Promise<void>;
};

// Next bundles every route on its own; what must exist once per process hangs on globalThis
const holder = globalThis as typeof globalThis & { switchboardTracer?: Tracer };

const untraced: Span = { set: () => {}, within: (work) => work(), end: () => {} };

/** Begins a span within the one that is current. Without a tracer it costs nothing. */
export function beginSpan(name: string, attributes: SpanAttributes): Span {
  return holder.switchboardTracer?.begin(name, attributes) ?? untraced;
}

/**
 * The process may stand still from now on: what has ended is sent while it still runs. Where it goes on running that happens by
 * itself, and this does nothing.
 */
export async function sendSpans(): Promise<void> {
  await holder.switchboardTracer?.flush();
}

/** From now on what is done is traced. */
export function setTracer(tracer: Tracer): void {
  holder.switchboardTracer = tracer;
}
