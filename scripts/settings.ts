import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { databaseFile } from "../lib/db/open-client.ts";
import { type Env, EnvError, newSecret, parseEnv } from "../lib/env.ts";

/** Reads `.env` into the environment; what is set already stays. Tests leave a developer's file alone. */
export function loadEnvFile(): void {
  if (existsSync(".env") && !process.env.SWITCHBOARD_SKIP_ENV_FILE) process.loadEnvFile(".env");
}

/**
 * The settings of this run. A local run without a secret gets one, made once and kept beside the database, so that
 * people stay signed in over a restart. Ends the process with a plain list when something is wrong.
 */
export function readSettings(): Env {
  try {
    const settings = parseEnv(process.env);
    if (settings.BETTER_AUTH_SECRET) return settings;
    process.env.BETTER_AUTH_SECRET = localSecret(settings);
    return parseEnv(process.env);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(
      `Switchboard cannot start: the settings are not right.\n${error.message}\n.env.example explains each one.`,
    );
    process.exit(1);
  }
}

function localSecret(settings: Env): string {
  const url = settings.DATABASE_URL;
  const folder = url.startsWith("file:") ? path.dirname(databaseFile(url)) : "data";
  const file = path.join(folder, "secrets.json");
  if (existsSync(file))
    return (JSON.parse(readFileSync(file, "utf8")) as { BETTER_AUTH_SECRET: string }).BETTER_AUTH_SECRET;
  const secret = newSecret();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ BETTER_AUTH_SECRET: secret }, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return secret;
}
