import type { Attributes, AttributeValue } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { redact } from "./redact.ts";

/** Attributes that hold what was asked, answered or said, whoever sets them. */
const tellsWords =
  /prompt|messages?$|\.messages|instructions|content|\.text$|\.response\.(text|object|reasoning)|tool\.(arguments|call)|exception\.(message|stacktrace)|headers?\b|body/i;

/**
 * Hands spans on without what people write and models answer, without secrets and without the query of an address, which
 * may be what somebody searched for. Spans of libraries come with whatever those think worth telling.
 */
export class ReticentExporter implements SpanExporter {
  readonly #exporter: SpanExporter;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter["export"]>[1]): void {
    this.#exporter.export(spans.map(reticent), done);
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }
}

function reticent(span: ReadableSpan): ReadableSpan {
  const changed = {
    name: plain(span.name),
    attributes: reticentAttributes(span.attributes),
    // a failure's words are its library's; what kind it is stands in `error.type`
    status: { code: span.status.code },
    events: span.events.map((event) => ({ ...event, attributes: reticentAttributes(event.attributes ?? {}) })),
  };
  return Object.create(span, Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, { value }])));
}

function reticentAttributes(attributes: Attributes): Attributes {
  const kept = Object.entries(attributes).filter(([name]) => !tellsWords.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, reticentValue(value)]));
}

function reticentValue(value: AttributeValue | undefined): AttributeValue | undefined {
  if (typeof value === "string") return plain(value);
  return Array.isArray(value)
    ? (value.map((entry) => (typeof entry === "string" ? plain(entry) : entry)) as string[])
    : value;
}

const plain = (text: string) => redact(text).replace(/([/\w])\?[^\s"]*/g, "$1");
