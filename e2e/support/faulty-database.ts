// For a server's `--import`: whoever comes with one of these session tokens meets a mistake in the program, on every
// route that asks who they are.
import type { InStatement } from "@libsql/client";
import { faultyTokens } from "./faulty-tokens.ts";

type Database = { batch: (statements: InStatement[], mode: "read" | "write") => Promise<unknown> };

const mistake = () => new TypeError("canary-mistake: a property of undefined");
let database: Database | undefined;

Object.defineProperty(globalThis, "switchboardDatabase", {
  configurable: true,
  get: () => database,
  set: (real: Database) => {
    const batch: Database["batch"] = (statements, mode) => {
      const asked = JSON.stringify(statements);
      if (asked.includes(faultyTokens.throws)) throw mistake();
      if (asked.includes(faultyTokens.rejectsUnheard)) void Promise.reject(mistake());
      if (asked.includes(faultyTokens.throwsLater))
        setTimeout(() => {
          throw mistake();
        });
      return real.batch(statements, mode);
    };
    database = Object.assign(Object.create(real), { batch });
  },
});
