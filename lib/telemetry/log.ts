import { env } from "../env.ts";
import { logContext } from "./context.ts";
import { type DescribedError, describeError } from "./describe-error.ts";
import { redact } from "./redact.ts";

// What the site tells whoever runs it: one JSON object a line in production, words on somebody's own machine. It never
// holds what people write or models answer, and no secret.

/** Figures and ids; no text that somebody wrote. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

type Level = "info" | "warn" | "error";

// Next bundles every route on its own; the console is replaced once
const holder = globalThis as typeof globalThis & { switchboardConsole?: Pick<Console, "log" | "error"> };

const isJson = () => {
  try {
    return env().LOG_FORMAT === "json";
  } catch {
    return false;
  }
};

/** Notes something that happened. On somebody's own machine that is left out. */
export function logEvent(event: string, fields: LogFields = {}): void {
  if (isJson()) writeLine("info", event, fields);
}

/** Notes something that failed, or that somebody should look at. */
export function logTrouble(event: string, error: unknown, fields: LogFields = {}, level: Level = "error"): void {
  const described = describeError(error);
  if (isJson()) writeLine(level, event, { ...fields, error: described });
  else output()[level === "info" ? "log" : "error"](`[${event}] ${inWords(described)}`);
}

function writeLine(level: Level, event: string, fields: Record<string, unknown>): void {
  const line = JSON.stringify({ time: new Date().toISOString(), level, event, ...logContext(), ...fields });
  output()[level === "info" ? "log" : "error"](line);
}

function inWords({ name, message, code, stack = [], cause }: DescribedError): string {
  const first = `${name}${code ? ` ${code}` : ""}: ${message}`;
  return [first, ...stack.map((frame) => `    ${frame}`), ...(cause ? [`  because of ${inWords(cause)}`] : [])].join(
    "\n",
  );
}

const output = () => holder.switchboardConsole ?? console;

const levels = { debug: "info", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * From now on whatever a library prints is a line of the log, too, so that every line can be read as JSON. Does nothing
 * where the log is in words.
 */
export function takeOverConsole(): void {
  if (!isJson() || holder.switchboardConsole) return;
  const printing = globalThis.console;
  holder.switchboardConsole = { log: printing.log.bind(printing), error: printing.error.bind(printing) };
  for (const [name, level] of Object.entries(levels) as [keyof typeof levels, Level][]) {
    printing[name] = (...printed: unknown[]) => {
      const message = redact(
        printed
          .filter((part) => typeof part === "string")
          .join(" ")
          .trim(),
      );
      const error = printed.find((part) => part instanceof Error);
      writeLine(level, "console", { ...(message && { message }), ...(error && { error: describeError(error) }) });
    };
  }
}
