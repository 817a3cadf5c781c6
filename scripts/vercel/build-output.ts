import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

// What `vercel build` leaves in .vercel/output: Build Output API, version 3.

/** A route of config.json, as far as a build of Next's uses them. */
export type OutputRoute = {
  src?: string;
  dest?: string;
  headers?: Record<string, string>;
  methods?: string[];
  status?: number;
  continue?: boolean;
  check?: boolean;
  caseSensitive?: boolean;
  middlewarePath?: string;
  has?: Condition[];
  missing?: Condition[];
  /** begins a phase */
  handle?: "filesystem" | "miss" | "rewrite" | "resource" | "hit" | "error";
};
type Condition = { type: "header" | "cookie" | "query" | "host"; key?: string; value?: string };

export type OutputConfig = {
  version: number;
  routes: OutputRoute[];
  overrides?: Record<string, { path?: string; contentType?: string }>;
};

/** The .vc-config.json of a function. */
type FunctionConfig = {
  runtime: string;
  handler?: string;
  entrypoint?: string;
  maxDuration?: number;
  supportsResponseStreaming?: boolean;
  useWebApi?: boolean;
  environment?: Record<string, string>;
  /** path in the function, and the file of the project that goes there */
  filePathMap?: Record<string, string>;
};

/** A function: several addresses may lead to one. */
export type OutputFunction = {
  /** the folder that holds it, without links */
  folder: string;
  config: FunctionConfig;
  /** as addresses without the slash before them, `index` for the root */
  names: string[];
  /** what the platform unpacks: path in the function, and the file that goes there */
  files: Map<string, string>;
  /** of all files, unpacked */
  bytes: number;
};

export type BuildOutput = { folder: string; config: OutputConfig; functions: OutputFunction[] };

/** Reads what a build left. @param project the folder in which it ran */
export function readOutput(project: string): BuildOutput {
  const folder = path.join(project, ".vercel/output");
  const config = readJson<OutputConfig>(path.join(folder, "config.json"));
  const byFolder = new Map<string, OutputFunction>();
  const functions = path.join(folder, "functions");
  for (const name of existsSync(functions) ? functionNames(functions) : []) {
    const real = realpathSync(path.join(functions, `${name}.func`));
    const known = byFolder.get(real) ?? readFunction(real, project);
    known.names.push(name);
    byFolder.set(real, known);
  }
  return { folder, config, functions: [...byFolder.values()] };
}

function functionNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".func") && !path.dirname(file).includes(".func"))
    .map((file) => file.slice(0, -".func".length));
}

function readFunction(folder: string, project: string): OutputFunction {
  const config = readJson<FunctionConfig>(path.join(folder, ".vc-config.json"));
  const files = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const from = path.join(folder, file);
    if (!lstatSync(from).isDirectory() && file !== ".vc-config.json") files.set(file, from);
  }
  for (const [to, from] of Object.entries(config.filePathMap ?? {})) files.set(to, path.join(project, from));
  const sizes = [...files.values()].map((file) => statSync(file).size);
  return { folder, config, names: [], files, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The function that an address leads to. */
export function functionAt({ functions }: BuildOutput, name: string): OutputFunction | undefined {
  return functions.find(({ names }) => names.includes(name));
}

/** All files of a build, those of its functions among them. */
export function allFiles({ folder, functions }: BuildOutput): Set<string> {
  const own = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file));
  const all = [...own, ...functions.flatMap(({ files }) => [...files.values()])];
  return new Set(all.filter((file) => statSync(file).isFile()));
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}
