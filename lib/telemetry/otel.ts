import { setTimeout as delay } from "node:timers/promises";
import { OpenTelemetry } from "@ai-sdk/otel";
import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { registerTelemetry } from "ai";
import type { Env } from "../env.ts";
import { ReticentExporter } from "./reticent-exporter.ts";
import { setTracer, type Tracer } from "./trace.ts";

/** How long the last spans may take: a collector that does not answer holds up neither an end nor a function that is paid for. */
const lastSpansMs = 1_000;

/**
 * Begins to send traces to a collector (OTLP over HTTP): our own spans, those of Next, and those of the AI SDK's calls.
 * Nothing of this is loaded unless an address is set. @returns what sends the last ones; it takes a second at most
 */
export function startTracing(settings: Env & { OTEL_EXPORTER_OTLP_ENDPOINT: string }): () => Promise<void> {
  const exporter = new OTLPTraceExporter({
    url: `${settings.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    headers: parseHeaders(settings.OTEL_EXPORTER_OTLP_HEADERS ?? ""),
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": settings.OTEL_SERVICE_NAME }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new ReticentExporter(exporter), scheduledDelayMillis: 1000 })],
  });
  // what is begun meanwhile belongs to what is current, over every await
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  registerTelemetry(new OpenTelemetry());
  // functions stand still between requests, and with them the timer that sends what has ended
  const flush = settings.onVercel ? () => withinMoment(provider.forceFlush()) : async () => {};
  setTracer(tracerOf(provider.getTracer("switchboard"), flush));
  return () => withinMoment(provider.shutdown());
}

/** Waits for a sending, for a moment at most. One that failed is no reason to fail: the collector has what it has. */
async function withinMoment(sending: Promise<void>): Promise<void> {
  await Promise.race([sending.catch(() => {}), delay(lastSpansMs)]);
}

function tracerOf(tracer: ReturnType<typeof trace.getTracer>, flush: Tracer["flush"]): Tracer {
  return {
    flush,
    begin(name, attributes) {
      const span = tracer.startSpan(name, { attributes });
      const within = trace.setSpan(context.active(), span);
      return {
        set: (more) => void span.setAttributes(more),
        within: (work) => context.with(within, work),
        end: (errorType) => {
          if (errorType !== undefined) {
            span.setAttribute("error.type", errorType);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
  };
}

/** `name=value,name=value`, values percent-encoded, as OpenTelemetry's specification of exporters has it. */
export function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.trim());
  return Object.fromEntries(
    pairs
      .filter((pair) => pair.includes("="))
      .map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return [name.trim(), decodeURIComponent(value.join("=").trim())];
      }),
  );
}
