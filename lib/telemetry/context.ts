import { AsyncLocalStorage } from "node:async_hooks";

/** What every line of the log that is written meanwhile carries. */
export type LogContext = { request?: string; turn?: string };

// Next bundles every route on its own; what must exist once per process hangs on globalThis
const holder = globalThis as typeof globalThis & { switchboardLogContext?: AsyncLocalStorage<LogContext> };

function storage(): AsyncLocalStorage<LogContext> {
  holder.switchboardLogContext ??= new AsyncLocalStorage();
  return holder.switchboardLogContext;
}

/** Does something, and all that follows from it, in a context that has more than the present one. */
export function withLogContext<Result>(more: LogContext, work: () => Result): Result {
  return storage().run({ ...logContext(), ...more }, work);
}

/** Does something that belongs to nobody's request: a timer that one request sets serves the others, too. */
export function withoutLogContext<Result>(work: () => Result): Result {
  return storage().run({}, work);
}

/** What is known of what is being done now. */
export function logContext(): LogContext {
  return storage().getStore() ?? {};
}
