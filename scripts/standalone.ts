// `npm run build:standalone`: builds the site and puts all that it needs to run into .next/standalone, without the
// packages that only build: for images and for hosts without npm. There it is started by
//   node scripts/start.ts
// Next's own standalone output has a server of its own, which does not do what scripts/serve.ts does: what that one needs
// is added, and the other taken out.
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.ts";
import { loadEnvFile } from "./settings.ts";
import { startPackages } from "./start-packages.ts";

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, ".next/standalone");

/** What the package's own entry asks for when it runs, behind the tracer's back. */
const nextServer = "next/dist/server/next.js";

/** What Next's tracer takes along of these packages and a running server never loads: its tools for development. */
const neverLoaded = [
  "node_modules/next/dist/{build,bundles,client,cli,experimental,export,lint}/**",
  "node_modules/next/dist/server/dev/**",
  "node_modules/next/dist/compiled/next-server/*.{dev.js,map}",
  "node_modules/next/dist/compiled/{webpack,babel,babel-packages,terser,postcss-*,sass-loader,css-loader}/**",
];

/** Sources that run as they are. */
const sources = ["scripts/*.ts", "lib/**/*.ts", "messages/*.json", "prisma/migrations/**/*", "public/**/*"];
const withoutUse = /\.test\.ts$|^lib\/db\/generated\/|test-database/;

type Trace = (files: string[], options: object) => Promise<{ fileList: Set<string> }>;

async function traceStart(): Promise<string[]> {
  const require = createRequire(import.meta.url);
  // the tracer that Next itself uses
  const { nodeFileTrace } = require("next/dist/compiled/@vercel/nft") as { nodeFileTrace: Trace };
  const entries = startPackages.map((name) => fileURLToPath(import.meta.resolve(name === "next" ? nextServer : name)));
  const { fileList } = await nodeFileTrace(entries, { base: root, processCwd: root, ignore: neverLoaded });
  return [...fileList];
}

function copy(file: string): void {
  cpSync(path.join(root, file), path.join(target, file), { recursive: true, dereference: true });
}

process.chdir(root);
loadEnvFile();
process.env.SWITCHBOARD_STANDALONE = "1";
rmSync(target, { recursive: true, force: true });
build();
for (const file of await traceStart()) copy(file);
for (const file of globSync(sources, { cwd: root, withFileTypes: true })) {
  const name = path.relative(root, path.join(file.parentPath, file.name));
  if (file.isFile() && !withoutUse.test(name)) copy(name);
}
for (const file of ["package.json", ".next/static"]) copy(file);
// Next's own server, settings that it copied, and what scales pictures, which this site leaves alone
const superfluous = ["server.js", ".env", ".env.production", "node_modules/sharp", "node_modules/@img", "data"];
for (const name of superfluous) rmSync(path.join(target, name), { recursive: true, force: true });
// by this scripts/start.ts knows that there is nothing to build, and gives Next the configuration as Next's own server does
const { config } = JSON.parse(readFileSync(path.join(root, ".next/required-server-files.json"), "utf8"));
writeFileSync(path.join(target, ".next/switchboard-standalone.json"), JSON.stringify(config));
console.log(`Ready: ${path.relative(root, target)}. Start it there: node scripts/start.ts`);
