// `npm start`: from a fresh clone, or after an update, to a running site. `npm run dev` is the same with Next's
// development server.
import { existsSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { Env } from "../lib/env.ts";
import { logEvent, takeOverConsole } from "../lib/telemetry/log.ts";
import { build, generateClient, isBuilt } from "./build.ts";
import { migrateDatabase } from "./migrate.ts";
import { orEnd } from "./refusal.ts";
import { loadEnvFile, readSettings } from "./settings.ts";

const development = process.argv.includes("--dev");
// in a container (Dockerfile): what needs a person does not end the process
const stays = process.argv.includes("--stay");
loadEnvFile();
const settings = await orEnd(readSettings, stays);
Object.assign(process.env, { NODE_ENV: development ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
process.env.NEXT_MANUAL_SIG_HANDLE = "true";

takeOverConsole();
// by a test, or by scripts/standalone.ts, which keeps what Next was configured with: to read it again takes Next's builder
const standaloneConfig = ".next/switchboard-standalone.json";
const isStandalone = existsSync(standaloneConfig);
if (isStandalone) process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = readFileSync(standaloneConfig, "utf8");
const isBuiltElsewhere = isStandalone || Boolean(process.env.SWITCHBOARD_SKIP_BUILD);
if (!isBuiltElsewhere) generateClient();
const applied = await orEnd(() => migrateDatabase(settings), stays);
if (applied.length > 0) console.log(`Database: applied ${applied.length} migration${applied.length > 1 ? "s" : ""}.`);
if (!development && !isBuiltElsewhere && !isBuilt()) {
  console.log("Building the site (once, about half a minute) ...");
  build();
}

const { serve } = await import("./serve.ts");
try {
  const server = await serve(settings, development);
  const { port } = server.address() as AddressInfo;
  if (settings.LOG_FORMAT === "json") logEvent("started", { port, address: settings.baseUrl });
  else console.log(describe(settings, port));
} catch (error) {
  const inUse = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(inUse ? `Port ${settings.PORT} is taken. Set another one: PORT=3001 npm start` : error);
  process.exit(1);
}

/** What the person who starts the site wants to know: where it is, what answers, what is missing. */
function describe(settings: Env, port: number): string {
  const providers = [
    settings.OPENAI_API_KEY && "OpenAI",
    settings.OPENROUTER_API_KEY && "OpenRouter",
    ...settings.CUSTOM_PROVIDERS.map(({ name }) => name),
  ].filter(Boolean);
  const missing = [
    !settings.OPENAI_API_KEY && "OPENAI_API_KEY",
    !settings.OPENROUTER_API_KEY && "OPENROUTER_API_KEY",
    settings.CUSTOM_PROVIDERS.length === 0 && "CUSTOM_PROVIDERS",
  ].filter(Boolean);
  const address = settings.BETTER_AUTH_URL ?? `http://localhost:${port}`;
  const place = settings.DATABASE_URL.startsWith("file:") ? settings.DATABASE_URL.slice(5) : "a libSQL server";
  return [
    "",
    `  Switchboard is ready: ${address}`,
    "",
    `  Models     ${providers.length > 0 ? providers.join(", ") : "only the built-in demo: no provider key is set"}`,
    `  Database   ${place}`,
    ...(missing.length > 0 ? [`  Not set    ${missing.join(", ")}`] : []),
    ...(providers.length > 0
      ? []
      : [
          "",
          "  To talk to real models, set one of those in the file .env and start again.",
          "  .env.example explains every setting.",
        ]),
    "",
  ].join("\n");
}
