import { existsSync } from "node:fs";
import path from "node:path";
import { databaseFile } from "../lib/db/open-client.ts";
import { type Env, EnvError, newSecret, parseDatabaseAddress, parseEnv } from "../lib/env.ts";
import { needsPerson, Refusal } from "./refusal.ts";
import { readSecret, writeSecret } from "./secrets-file.ts";

/** Reads `.env` into the environment; what is set already stays. Tests leave a developer's file alone. */
export function loadEnvFile(): void {
  if (existsSync(".env") && !process.env.SWITCHBOARD_SKIP_ENV_FILE) process.loadEnvFile(".env");
}

let madeUp: string | null = null;

/**
 * The settings of this run. A local run without a secret gets one: that which is kept beside the database, so that people
 * stay signed in over a restart, or a new one.
 * @throws Refusal with a plain list when something is wrong, or with a sentence when the kept secret is
 */
export function readSettings(): Env {
  return checked(() => {
    const settings = parseEnv(process.env);
    if (settings.BETTER_AUTH_SECRET) return settings;
    const kept = readSecret(secretsFile(settings.DATABASE_URL));
    if (kept === null) madeUp = newSecret();
    process.env.BETTER_AUTH_SECRET = kept ?? madeUp ?? "";
    return parseEnv(process.env);
  });
}

/** Where the data is, for commands that need no other setting. @throws Refusal */
export function readDatabaseAddress(): { url: string; authToken?: string } {
  return checked(() => parseDatabaseAddress(process.env));
}

function checked<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    const list = `the settings are not right.\n${error.message}\n.env.example explains each one.`;
    throw new Refusal(`Switchboard cannot start: ${list}`, needsPerson);
  }
}

/** The file in which a local run keeps its secret, beside the database. */
export function secretsFile(databaseUrl: string): string {
  const folder = databaseUrl.startsWith("file:") ? path.dirname(databaseFile(databaseUrl)) : "data";
  return path.join(folder, "secrets.json");
}

/**
 * Keeps the secret that this run has made up, if it has. Called when the database is there: from then on a secret without
 * a database means that the database was lost.
 */
export function keepSecret(databaseUrl: string): void {
  if (madeUp === null) return;
  // another process that was started at the same time may have been quicker
  process.env.BETTER_AUTH_SECRET = writeSecret(secretsFile(databaseUrl), madeUp);
}
