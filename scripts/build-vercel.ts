// What Vercel runs in place of `npm run build` (vercel.json): refuses settings that cannot work before anything is built,
// builds, and brings the database up to date as docs/decisions/025-deploying.md says.
import { setTimeout as delay } from "node:timers/promises";
import { MigrationError, migrate, readMigrations, readPending } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";
import { SchemaError } from "../lib/db/schema-version.ts";
import { type Env, EnvError, parseEnv } from "../lib/env.ts";
import { build } from "./build.ts";

const migrationsFolder = "prisma/migrations";
const migrationTimeoutMs = 5 * 60_000;

/** A build that runs at the same time may hold the database: it is waited for, this often and so long. */
const attempts = 10;
const waitMs = 3_000;

/** Where all of this is set. */
const place = "Settings, Environment Variables, of the project on Vercel";

/** A build that cannot go on; the message is for the person who reads the build's log. */
export class BuildRefusal extends Error {}

/** The settings that the deployment will run with. @throws BuildRefusal naming each one that is missing or wrong */
export function deploymentSettings(source: Record<string, string | undefined>): Env {
  // VERCEL is set by the CLI in any case; the others tell that functions will have them, too
  if (!source.VERCEL || !source.VERCEL_URL) {
    throw new BuildRefusal(
      "this is what Vercel runs; elsewhere it is `npm run build`. On Vercel, turn on " +
        `"Automatically expose System Environment Variables" (${place}).`,
    );
  }
  try {
    return parseEnv(source);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    throw new BuildRefusal(
      `the settings are not right.\n${error.message}\nSet them under ${place}, then deploy again. ` +
        "README.md has each step, .env.example explains each setting.",
    );
  }
}

/** Previews leave a database that may be production's as it is. */
export const mayMigrate = ({ isPreview, ownDatabase }: Env) => !isPreview || ownDatabase;

/**
 * Looks whether the database answers, is one that this version may run on and, for a preview that may not change it, has all
 * that this version needs.
 * @returns a line for the build's log
 * @throws BuildRefusal
 */
export async function checkDatabase(settings: Env): Promise<string> {
  const missing = await missingMigrations(settings);
  if (mayMigrate(settings)) {
    return missing.length > 0 ? `The database lacks ${missing.join(", ")}.` : "The database is up to date.";
  }
  if (missing.length > 0) {
    throw new BuildRefusal(
      `this preview needs ${missing.join(", ")}, which the database does not have, and a preview never changes ` +
        "production's. Give previews a database of their own: create one, set PREVIEW_DATABASE_URL and " +
        `PREVIEW_DATABASE_AUTH_TOKEN (${place}), and deploy again.`,
    );
  }
  return "This preview works on production's database and leaves its schema as it is. PREVIEW_DATABASE_URL gives previews one of their own.";
}

/**
 * Applies what the database lacks, unless it is a preview's to leave alone. Two builds may do it at once.
 * @returns a line for the build's log
 * @throws BuildRefusal
 */
export async function updateDatabase(settings: Env): Promise<string> {
  if (!mayMigrate(settings)) return "The database stays as it is.";
  const migrations = readMigrations(migrationsFolder);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const applied = await withClient(settings, (client) => migrate(client, migrations));
      return applied.length > 0 ? `Database: applied ${applied.join(", ")}.` : "The database is up to date.";
    } catch (error) {
      // one that has a cause may have met another build's
      const isFinal = error instanceof MigrationError && (error.cause === undefined || attempt === attempts);
      if (isFinal || error instanceof SchemaError) throw new BuildRefusal(error.message);
      if (attempt === attempts) throw away(settings, error);
      await delay(waitMs);
    }
  }
}

async function missingMigrations(settings: Env): Promise<string[]> {
  try {
    const pending = await withClient(settings, (client) => readPending(client, readMigrations(migrationsFolder)));
    return pending.migrations.map(({ name }) => name);
  } catch (error) {
    if (error instanceof SchemaError) throw new BuildRefusal(newerSentence(settings, error));
    if (error instanceof MigrationError) throw new BuildRefusal(error.message);
    throw away(settings, error);
  }
}

// it would build, and then refuse to start in each function
function newerSentence(settings: Env, { message }: SchemaError): string {
  if (mayMigrate(settings)) return message;
  return (
    `${message}\nThis preview works on production's database: bring its branch up to date with production's, or give ` +
    `previews a database of their own (PREVIEW_DATABASE_URL, PREVIEW_DATABASE_AUTH_TOKEN: ${place}), and deploy again.`
  );
}

async function withClient<Result>(
  settings: Env,
  work: (client: ReturnType<typeof openClient>) => Promise<Result>,
): Promise<Result> {
  const client = openClient(settings.DATABASE_URL, settings.DATABASE_AUTH_TOKEN, migrationTimeoutMs);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

// the host alone: an address may hold a token
function away({ DATABASE_URL }: Env, error: unknown): BuildRefusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new BuildRefusal(
    `the database at ${new URL(DATABASE_URL).host} cannot be used: ${reason}\n` +
      `Look at DATABASE_URL and DATABASE_AUTH_TOKEN (${place}).`,
  );
}

async function main(): Promise<void> {
  const settings = deploymentSettings(process.env);
  console.log(await checkDatabase(settings));
  const asked = Number(process.env.MAX_TURN_SECONDS ?? 0);
  if (asked > settings.MAX_TURN_SECONDS) {
    console.log(`MAX_TURN_SECONDS is ${settings.MAX_TURN_SECONDS}: functions end after ${settings.functionSeconds} s.`);
  }
  build();
  // last: a build that fails has changed nothing
  console.log(await updateDatabase(settings));
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof BuildRefusal)) throw error;
    console.error(`Switchboard cannot be built: ${error.message}`);
    process.exit(1);
  }
}
