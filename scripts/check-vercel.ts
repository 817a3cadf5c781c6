// `npm run check:vercel`: what Vercel would build of this folder, and whether it works there. Runs the real CLI's
// `vercel build`, without an account, on a clean copy and against a libSQL server of its own; looks through the output;
// then serves that output as the platform would, and takes turns through it with a fake provider. Linux x64 only, as
// there is no libSQL server to start elsewhere.
//   node scripts/check-vercel.ts --keep    leaves the copy and the output where they are, and says where
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { createClient } from "@libsql/client/http";
import { startFakeProvider } from "../e2e/fake-provider/server.ts";
import { startCollector } from "../e2e/support/collector.ts";
import { startSqld } from "../e2e/support/sqld.ts";
import { readMigrations } from "../lib/db/migrate.ts";
import { newSecret } from "../lib/env.ts";
import { checkDatabase, deploymentSettings, updateDatabase } from "./build-vercel.ts";
import { copyTracked, linkPackages } from "./clean-copy.ts";
import { demand, Report, runCheck } from "./report.ts";
import { readOutput } from "./vercel/build-output.ts";
import { ensureCli } from "./vercel/install-cli.ts";
import { startPlatform } from "./vercel/platform.ts";
import { trySite } from "./vercel/try-site.ts";
import { verifyOutput } from "./vercel/verify-output.ts";

type Variables = Record<string, string>;
type Ran = { code: number | null; output: string; seconds: number };

const report = new Report();
const canary = (name: string) => `${name}-${randomBytes(24).toString("hex")}`;

/** What must be in no file of a build. */
const secrets = {
  BETTER_AUTH_SECRET: canary("secret"),
  DATABASE_AUTH_TOKEN: canary("token"),
  OPENAI_API_KEY: canary("sk"),
  OPENROUTER_API_KEY: canary("sk-or"),
  METRICS_TOKEN: canary("metrics"),
  ENCRYPTION_KEY: newSecret(),
};

// nothing of the developer's own settings gets in
const bare = Object.fromEntries(
  ["PATH", "HOME", "LANG", "TMPDIR"].map((name) => [name, process.env[name] ?? ""]),
) as Variables;

/** What Vercel sets by itself, at the build and in functions. */
const platformVariables = (environment: "production" | "preview"): Variables => ({
  ...bare,
  CI: "1",
  VERCEL: "1",
  VERCEL_ENV: environment,
  VERCEL_URL: "switchboard-a1b2c3.vercel.app",
  VERCEL_BRANCH_URL: "switchboard-git-main.vercel.app",
  VERCEL_PROJECT_PRODUCTION_URL: "switchboard.vercel.app",
  NEXT_TELEMETRY_DISABLED: "1",
  VERCEL_TELEMETRY_DISABLED: "1",
});

async function run(folder: string, args: string[], env: Variables): Promise<Ran> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], output, errors] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  return { code, output: output + errors, seconds: (performance.now() - begin) / 1000 };
}

/** Settings that cannot work end the build before anything is built. */
async function checkRefusals(project: string, databaseUrl: string): Promise<void> {
  const usable = { ...platformVariables("production"), ...secrets, DATABASE_URL: databaseUrl };
  const without = (name: string) => Object.fromEntries(Object.entries(usable).filter(([key]) => key !== name));
  const refusals: [name: string, env: Variables, says: RegExp][] = [
    ["no settings at all", platformVariables("production"), /BETTER_AUTH_SECRET: missing[\s\S]*DATABASE_URL: missing/],
    ["a file as the database", { ...usable, DATABASE_URL: "file:./a.db" }, /DATABASE_URL: files do not last on Vercel/],
    ["no secret", without("BETTER_AUTH_SECRET"), /BETTER_AUTH_SECRET: missing/],
    [
      "an address without https",
      { ...usable, BETTER_AUTH_URL: "http://localhost:3000" },
      /BETTER_AUTH_URL: http:\/\/localhost:3000 is not https/,
    ],
    ["a database that is away", { ...usable, DATABASE_URL: "http://127.0.0.1:9" }, /127\.0\.0\.1:9 cannot be used/],
    [
      "a preview whose database lacks migrations",
      { ...usable, VERCEL_ENV: "preview" },
      /a preview never changes production's[\s\S]*PREVIEW_DATABASE_URL/,
    ],
  ];
  for (const [name, env, says] of refusals) {
    const { code, output } = await run(project, ["scripts/build-vercel.ts"], env);
    report.expect(code === 1 && says.test(output), `refused at build: ${name}`, `${name} gives ${code}: ${output}`);
  }
  const tables = await countRows(databaseUrl, "SELECT COUNT(*) AS count FROM sqlite_master");
  report.expect(tables === 0, "what was refused has touched no database", `a refused build made ${tables} tables`);
}

/** Two production builds at once, on an empty database. */
async function checkTwoAtOnce(project: string): Promise<void> {
  const sqld = await startSqld();
  try {
    const env = { ...platformVariables("production"), ...secrets, DATABASE_URL: sqld.url };
    const script = `import { deploymentSettings, updateDatabase } from "./scripts/build-vercel.ts";
      console.log(await updateDatabase(deploymentSettings(process.env)));`;
    const both = [1, 2].map(() => run(project, ["--input-type=module", "-e", script], env));
    const codes = (await Promise.all(both)).map(({ code, output }) => (code === 0 ? "0" : `${code}: ${output}`));
    const applied = await appliedMigrations(sqld.url);
    const expected = readMigrations("prisma/migrations").length;
    report.expect(
      codes.join() === "0,0" && applied === expected,
      `two builds at once: each of ${expected} migrations is applied once`,
      `two builds at once end with ${codes.join(" and ")}, and ${applied} of ${expected} migrations`,
    );
  } finally {
    await sqld.stop();
  }
}

/** On a database that production has brought up to date. */
async function checkPreviews(databaseUrl: string): Promise<void> {
  const preview = { ...platformVariables("preview"), ...secrets, DATABASE_URL: databaseUrl };
  const shared = deploymentSettings(preview);
  const says = [await checkDatabase(shared), await updateDatabase(shared)].join(" ");
  report.expect(
    /leaves its schema as it is.*stays as it is/.test(says),
    "a preview that needs no migration works on production's database, and leaves its schema alone",
    `a preview on production's database says: ${says}`,
  );
  const sqld = await startSqld();
  try {
    await updateDatabase(deploymentSettings({ ...preview, PREVIEW_DATABASE_URL: sqld.url }));
    const applied = await appliedMigrations(sqld.url);
    const all = readMigrations("prisma/migrations").length;
    report.expect(applied === all, "a database of the previews' own is migrated", `it has ${applied} migrations`);
  } finally {
    await sqld.stop();
  }
}

const appliedMigrations = (url: string) => countRows(url, "SELECT COUNT(*) AS count FROM _prisma_migrations");

async function countRows(url: string, sql: string): Promise<number> {
  const client = createClient({ url });
  try {
    return Number((await client.execute(sql)).rows[0]?.count);
  } finally {
    client.close();
  }
}

async function build(project: string, program: string, databaseUrl: string): Promise<void> {
  const { code, output, seconds } = await run(project, [program, "build", "--prod", "--yes", "--token", "x"], {
    ...platformVariables("production"),
    ...secrets,
    DATABASE_URL: databaseUrl,
  });
  demand(code === 0, `vercel build ended with ${code}:\n${output.split("\n").slice(-40).join("\n")}`);
  const applied = await appliedMigrations(databaseUrl);
  demand(applied === readMigrations("prisma/migrations").length, `the build left ${applied} migrations applied`);
  report.ok(`vercel build: ${Math.round(seconds)} s; it applied ${applied} migrations`);
}

async function check(folder: string): Promise<void> {
  const { program, version } = ensureCli();
  report.ok(`Vercel's CLI ${version}`);
  const project = path.join(folder, "project");
  report.ok(`a clean copy of ${copyTracked(project)} files`);
  linkPackages(project);
  mkdirSync(path.join(project, ".vercel"));
  // as `vercel link` would write it; packages are there already
  const settings = { framework: "nextjs", installCommand: "true", nodeVersion: "24.x" };
  const link = { projectId: "prj_check", orgId: "team_check", settings };
  writeFileSync(path.join(project, ".vercel/project.json"), JSON.stringify(link));

  const sqld = await startSqld();
  const provider = await startFakeProvider();
  const collector = await startCollector();
  try {
    await checkRefusals(project, sqld.url);
    await checkTwoAtOnce(project);
    await build(project, program, sqld.url);
    await checkPreviews(sqld.url);
    const output = readOutput(project);
    verifyOutput(output, secrets, report);
    const { openai, local } = provider.services;
    const variables = platformVariables("production");
    // as the README has it: the address is not set, and comes from what the platform says of itself
    const origin = `https://${variables.VERCEL_PROJECT_PRODUCTION_URL}`;
    const platform = await startPlatform(output, path.join(folder, "functions"), origin, {
      ...variables,
      NODE_ENV: "production",
      DATABASE_URL: sqld.url,
      BETTER_AUTH_SECRET: secrets.BETTER_AUTH_SECRET,
      OPENAI_API_KEY: openai.apiKey,
      OPENAI_BASE_URL: openai.baseURL,
      CUSTOM_PROVIDERS: JSON.stringify([{ id: "local", name: "Local server", baseURL: local.baseURL }]),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    });
    try {
      await trySite({ platform, provider, collector, databaseUrl: sqld.url }, report);
    } catch (error) {
      for (const [, { output }] of platform.started) console.log(output);
      throw error;
    } finally {
      await platform.stop();
    }
  } finally {
    await collector.close();
    await provider.close();
    await sqld.stop();
  }
}

await runCheck("vercel", report, check);
