import { readFileSync } from "node:fs";
import { schemaVersion } from "../../lib/db/schema-version.ts";
import { vercelFunctionSeconds } from "../../lib/env.ts";
import type { Report } from "../report.ts";
import { allFiles, type BuildOutput, functionAt, type OutputFunction } from "./build-output.ts";

/** A function unpacked, in bytes: https://vercel.com/docs/functions/limitations, "250 MB uncompressed". */
const maxFunctionBytes = 250_000_000;

/** The routes that stream; each has to be allowed as long as a turn. */
const streaming = ["api/chat", "api/chat/[id]/stream", "api/turns/[id]/events"];

/** Addresses that have to be there at all. */
const expected = [...streaming, "index", "sign-in", "c/[id]", "api/health", "api/auth/[...all]"];

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const hasFile = ({ files }: OutputFunction, name: RegExp) => [...files.keys()].some((file) => name.test(file));

/** What the turn's function has to hold, and what none may. */
const needed: [what: string, file: RegExp][] = [
  ["the libSQL client", /node_modules\/@libsql\/client\/lib-(esm|cjs)\/http\.js$/],
  ["Prisma's query compiler", /query_compiler\w*\.sqlite\.(wasm-base64|js|mjs|wasm)|query_compiler.*sqlite/],
];
const unwanted: [what: string, file: RegExp][] = [
  ["settings or data of the machine that built", /(^|\/)(\.env(\.(?!example)[^/]*)?|data\/[^/]*|secrets\.json)$/],
  ["Node itself, which the platform has", /node_modules\/node(-bin[^/]*|-linux[^/]*)?\/bin\/node$/],
  ["migrations, which the build applies", /(^|\/)prisma\/migrations\//],
  ["tests or tools", /(^|\/)(e2e|bench|node_modules\/(playwright|vitest|@biomejs|typescript))\//],
];

/** Looks through what a build left. @param secrets what was in the build's environment, by name */
export function verifyOutput(output: BuildOutput, secrets: Record<string, string>, report: Report): void {
  report.expect(
    output.config.version === 3,
    "the build's output has version 3",
    `the build's output has version ${output.config.version}: this check knows 3`,
  );
  const names = new Set(output.functions.flatMap((definition) => definition.names));
  const absent = expected.filter((name) => !names.has(name));
  report.expect(
    absent.length === 0,
    `${output.functions.length} functions for ${names.size} addresses: ${output.functions.map(summary).join("; ")}`,
    `no function for ${absent.join(", ")}`,
  );
  for (const definition of output.functions) verifyFunction(definition, report);
  verifyTurnFunctions(output, report);
  verifySchema(output, report);
  verifySecrets(output, secrets, report);
}

const summary = ({ names, files }: OutputFunction) => `${names[0]} (${names.length} addresses, ${files.size} files)`;

function verifyFunction(definition: OutputFunction, report: Report): void {
  const { config, bytes, names, files } = definition;
  const problems = unwanted.flatMap(([what, file]) => {
    const found = [...files.keys()].filter((path) => file.test(path));
    return found.length > 0 ? [`it holds ${what}: ${found.slice(0, 3).join(", ")}`] : [];
  });
  if (bytes >= maxFunctionBytes) problems.push(`it has ${megabytes(bytes)}, of ${megabytes(maxFunctionBytes)} allowed`);
  if (!/^nodejs(2[2-9]|[3-9]\d)\.x$/.test(config.runtime)) {
    problems.push(`it runs on ${config.runtime}, and has to run on Node 22 or newer`);
  }
  report.expect(
    problems.length === 0,
    `${names[0]}: ${config.runtime}, ${megabytes(bytes)} of ${megabytes(maxFunctionBytes)}, with nothing that is not for it`,
    `${names[0]}: ${problems.join("; ")}`,
  );
}

function verifyTurnFunctions(output: BuildOutput, report: Report): void {
  for (const name of streaming) {
    const definition = functionAt(output, name);
    if (!definition) continue;
    const { maxDuration, supportsResponseStreaming } = definition.config;
    const problems = needed.flatMap(([what, file]) => (hasFile(definition, file) ? [] : [`it lacks ${what}`]));
    if (!supportsResponseStreaming) problems.push("its answer is not streamed (supportsResponseStreaming)");
    if (maxDuration !== vercelFunctionSeconds) {
      const given = maxDuration === undefined ? "the default time" : `${maxDuration} s`;
      problems.push(`it may run for ${given}, and lib/env.ts counts on ${vercelFunctionSeconds} s`);
    }
    report.expect(
      problems.length === 0,
      `${name}: streamed, ${maxDuration} s as lib/env.ts counts on, with ${needed.map(([what]) => what).join(" and ")}`,
      `${name}: ${problems.join("; ")}`,
    );
  }
}

// A function brings no migrations, and applies none: it knows the name of the newest one that it needs, and refuses a database
// without that, or one that wants more (lib/db/schema-fitness.ts, docs/decisions/026-data-safety.md).
function verifySchema({ functions }: BuildOutput, report: Report): void {
  const ignorant = functions.filter((definition) => !knows(definition, schemaVersion)).map(({ names }) => names[0]);
  report.expect(
    ignorant.length === 0,
    `each function knows the migration that its database has to have, ${schemaVersion}, and holds none itself`,
    `no ${schemaVersion} in ${ignorant.join(", ")}: what runs there cannot tell a database that it must not use`,
  );
}

const knows = ({ files }: OutputFunction, word: string) =>
  [...files].some(
    ([to, from]) => /\.[cm]?js$/.test(to) && !to.includes("node_modules/") && readFileSync(from).includes(word),
  );

function verifySecrets(output: BuildOutput, secrets: Record<string, string>, report: Report): void {
  const files = allFiles(output);
  const leaks = new Set<string>();
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const [name, value] of Object.entries(secrets)) {
      if (bytes.includes(value) || bytes.includes(Buffer.from(value).toString("base64")))
        leaks.add(`${name} in ${file}`);
    }
  }
  report.expect(
    leaks.size === 0,
    `none of ${Object.keys(secrets).length} secrets of the build is in any of ${files.size} files`,
    `secrets of the build are in its output: ${[...leaks].slice(0, 5).join(", ")}`,
  );
}
