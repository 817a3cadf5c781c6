// Figures for Prometheus, in its text format. Three kinds and a handful of them: a library would bring more than it
// takes away. Counting is a look-up in a map and an addition.

import { readdirSync } from "node:fs";

type Labels = string;

/** `name="value"` pairs as they stand between the braces. Values are words of ours, never of people. */
export function labels(pairs: Record<string, string>): Labels {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, "_")}"`)
    .join(",");
}

type Metric = {
  kind: "counter" | "gauge" | "histogram";
  help: string;
  samples: () => [suffix: string, Labels, number][];
};

/** Only ever grows. */
export class Counter {
  readonly #values = new Map<Labels, number>();

  add(by = 1, labelled: Labels = ""): void {
    this.#values.set(labelled, (this.#values.get(labelled) ?? 0) + by);
  }

  samples(): [string, Labels, number][] {
    return [...this.#values].map(([labelled, value]) => ["", labelled, value]);
  }
}

type Observed = { buckets: number[]; sum: number; count: number };

/** How often values were how large. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #values = new Map<Labels, Observed>();

  /** @param bounds the upper ends of the buckets, smallest first; one without an end is always there */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  observe(value: number, labelled: Labels = ""): void {
    let observed = this.#values.get(labelled);
    if (!observed) {
      observed = { buckets: this.#bounds.map(() => 0), sum: 0, count: 0 };
      this.#values.set(labelled, observed);
    }
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    if (bucket >= 0) observed.buckets[bucket] = (observed.buckets[bucket] ?? 0) + 1;
    observed.sum += value;
    observed.count += 1;
  }

  samples(): [string, Labels, number][] {
    return [...this.#values].flatMap(([labelled, { buckets, sum, count }]) => {
      const within = (bound: string) => `${labelled}${labelled && ","}le="${bound}"`;
      let below = 0;
      const counted = buckets.map((inBucket, index): [string, Labels, number] => {
        below += inBucket;
        return ["_bucket", within(String(this.#bounds[index])), below];
      });
      return [...counted, ["_bucket", within("+Inf"), count], ["_sum", labelled, sum], ["_count", labelled, count]];
    });
  }
}

/** What a process counts. */
class Registry {
  readonly #metrics = new Map<string, Metric>();

  counter(name: string, help: string): Counter {
    const counter = new Counter();
    this.#metrics.set(name, { kind: "counter", help, samples: () => counter.samples() });
    return counter;
  }

  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const histogram = new Histogram(bounds);
    this.#metrics.set(name, { kind: "histogram", help, samples: () => histogram.samples() });
    return histogram;
  }

  /** @param read gives the value when it is asked for; null when there is none */
  gauge(name: string, help: string, read: () => number | null): void {
    const samples = (): [string, Labels, number][] => {
      const value = read();
      return value === null ? [] : [["", "", value]];
    };
    this.#metrics.set(name, { kind: "gauge", help, samples });
  }

  /** All of them, as Prometheus reads it (text format 0.0.4). */
  text(): string {
    const blocks = [...this.#metrics].map(([name, { kind, help, samples }]) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${kind}`,
        ...samples().map(([end, labelled, value]) => `${name}${end}${labelled && `{${labelled}}`} ${value}`),
      ].join("\n"),
    );
    return `${blocks.join("\n")}\n`;
  }
}

// only Linux tells
function openDescriptors(): number | null {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return null;
  }
}

function siteMetrics() {
  const registry = new Registry();
  const fromMilliseconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  let lastTick: number | null = null;
  registry.gauge("switchboard_last_tick_timestamp_seconds", "When running turns were last stored.", () => lastTick);
  let followers = 0;
  registry.gauge("switchboard_followers", "Connections that follow a turn.", () => followers);
  registry.gauge("process_resident_memory_bytes", "Memory of the process.", () => process.memoryUsage.rss());
  registry.gauge("nodejs_heap_used_bytes", "JavaScript's heap.", () => process.memoryUsage().heapUsed);
  registry.gauge("process_open_fds", "Descriptors that the process holds.", openDescriptors);
  const resources = () => process.getActiveResourcesInfo().length;
  registry.gauge("nodejs_active_resources", "Sockets, timers and requests that keep Node running.", resources);
  registry.gauge("process_start_time_seconds", "When the process began.", () => Date.now() / 1000 - process.uptime());
  const cpuSeconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  registry.gauge("process_cpu_seconds", "Processor time so far.", cpuSeconds);
  return {
    registry,
    requests: registry.counter("switchboard_requests_total", "Answers of route handlers, by status."),
    turns: registry.counter("switchboard_turns_total", "Turns by how they ended."),
    firstToken: registry.histogram(
      "switchboard_first_token_seconds",
      "From the call of the provider to the first words.",
      [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    ),
    turnSeconds: registry.histogram(
      "switchboard_turn_seconds",
      "From the call of the provider to the end.",
      [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 1800],
    ),
    tokens: registry.counter("switchboard_tokens_total", "Tokens as providers report them."),
    ticks: registry.histogram("switchboard_tick_seconds", "Writes of the log of all running turns.", fromMilliseconds),
    failedTicks: registry.counter("switchboard_failed_ticks_total", "Such writes that failed."),
    database: registry.histogram("switchboard_database_seconds", "What the database took.", fromMilliseconds),
    databaseTroubles: registry.counter("switchboard_database_troubles_total", "What went wrong with the database."),
    ticked: () => {
      lastTick = Date.now() / 1000;
    },
    /** seconds since 1970; null when there was none */
    lastTick: () => lastTick,
    followed: (by: 1 | -1) => {
      followers += by;
    },
    followers: () => followers,
  };
}

// Next bundles every route on its own; what must exist once per process hangs on globalThis
const holder = globalThis as typeof globalThis & { switchboardMetrics?: ReturnType<typeof siteMetrics> };

/** The figures of this process. */
export function metrics(): ReturnType<typeof siteMetrics> {
  holder.switchboardMetrics ??= siteMetrics();
  return holder.switchboardMetrics;
}
