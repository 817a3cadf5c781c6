import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { commandOf, type Instruction, readDockerfile, readDockerignore, variablesOf } from "./dockerfile.ts";

/** What a stage came to: a folder that stands for its root, and how it is to be run. */
export type PlainImage = {
  root: string;
  /** as the container sees it */
  workdir: string;
  env: Record<string, string>;
  user: string | null;
  volumes: string[];
  command: string[];
  healthCheck: string[];
};

/** Who `node` is in the images of Node. */
export const nodeUser = { uid: 1000, gid: 1000 };
const isRoot = process.getuid?.() === 0;

/** Folders at the top of the image that steps name by whole paths. */
const ownFolders = /(?<![\w./-])\/(app|data)(?=$|[/\s"';:&|)])/g;

/** Puts the image's own folders where they are on this machine. */
export function inPlace(text: string, root: string): string {
  return text.replace(ownFolders, (_, name: string) => path.join(root, name));
}

type Build = {
  context: string;
  folder: string;
  images: Map<string, PlainImage>;
  /** in the place of a step that installs packages: faster, and less true */
  install: ((folder: string) => void) | null;
  log: (line: string) => void;
};

/**
 * Carries out a Dockerfile in plain folders: no engine, no base image but the Node and the shell of this machine.
 * @returns the last stage
 */
export function buildPlainly(build: Omit<Build, "images">): PlainImage {
  const all: Build = { ...build, images: new Map() };
  const stages = readDockerfile(readFileSync(path.join(build.context, "Dockerfile"), "utf8"));
  let image: PlainImage | undefined;
  for (const { from, name, instructions } of stages) {
    image = beginStage(all, from, name);
    for (const instruction of instructions) carryOut(all, image, instruction);
    all.images.set(name, image);
  }
  if (!image) throw new Error("the Dockerfile has no stage");
  return image;
}

function beginStage({ folder, images }: Build, from: string, name: string): PlainImage {
  const root = path.join(folder, `stage-${name}`);
  mkdirSync(root, { recursive: true });
  const base = images.get(from);
  if (base) cpSync(base.root, root, { recursive: true, verbatimSymlinks: true });
  const plain = { workdir: "/", env: {}, user: null, volumes: [], command: [], healthCheck: [] };
  return { ...plain, ...base, root };
}

function carryOut(build: Build, image: PlainImage, instruction: Instruction): void {
  const { name, text } = instruction;
  switch (name) {
    case "WORKDIR":
      image.workdir = path.posix.resolve(image.workdir, text);
      mkdirSync(path.join(image.root, image.workdir), { recursive: true });
      return;
    case "ENV":
      image.env = { ...image.env, ...variablesOf(instruction) };
      return;
    case "COPY":
      copy(build, image, instruction);
      return;
    case "RUN":
      run(build, image, text);
      return;
    case "USER":
      image.user = text;
      return;
    case "VOLUME":
      image.volumes = [...image.volumes, ...text.split(/\s+/)];
      return;
    case "CMD":
      image.command = commandOf(instruction);
      return;
    case "HEALTHCHECK":
      image.healthCheck = commandOf(instruction);
      return;
    default: // EXPOSE says something to people
  }
}

function copy({ context, images }: Build, image: PlainImage, { flags, text }: Instruction): void {
  const words = text.split(/\s+/);
  const to = words.pop() ?? "";
  const target = path.join(image.root, path.posix.resolve(image.workdir, to));
  const from = flags.from === undefined ? undefined : images.get(flags.from);
  if (flags.from !== undefined && !from) throw new Error(`COPY --from=${flags.from}: there is no such stage before`);
  const source = from?.root ?? context;
  const isLeftOut = from ? () => false : readDockerignore(readFileSync(path.join(context, ".dockerignore"), "utf8"));
  for (const word of words) {
    const begin = path.join(source, word);
    const found = existsSync(begin) ? [begin] : globSync(begin);
    if (found.length === 0) throw new Error(`COPY: there is no ${word}`);
    for (const file of found) {
      const isFile = statSync(file).isFile();
      const intoFolder = isFile && (to.endsWith("/") || to === "." || words.length > 1);
      cpSync(file, intoFolder ? path.join(target, path.basename(file)) : target, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (entry) => !isLeftOut(path.relative(source, entry)) || entry === source,
      });
    }
  }
}

function run({ install, log }: Build, image: PlainImage, text: string): void {
  const begin = performance.now();
  const cwd = path.join(image.root, image.workdir);
  if (install && /^npm (ci|install)\b/.test(text)) install(cwd);
  else shell(image, cwd, text);
  log(`RUN ${text} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
}

function shell(image: PlainImage, cwd: string, text: string): void {
  const own = isRoot ? `${nodeUser.uid}:${nodeUser.gid}` : "";
  const owned = text.replace(/chown node:node/g, isRoot ? `chown ${own}` : "true");
  const result = spawnSync("sh", ["-ec", inPlace(owned, image.root)], {
    cwd,
    // npm's cache and registry, and the way there, are the machine's
    env: { ...environment(image), ...wayOut(), HOME: homedir() } as unknown as NodeJS.ProcessEnv,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  if (result.status === 0) return;
  const last = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-30).join("\n");
  throw new Error(`RUN ${text} ended with ${result.status}:\n${last}`);
}

// an engine hands these to the steps of a build by itself
function wayOut(): Record<string, string | undefined> {
  const isOurs = (name: string) =>
    /^((https?|no|all)_proxy|ssl_cert_(file|dir)|node_extra_ca_certs|npm_config_.*)$/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isOurs(name)));
}

/** What a process in the image would have in its environment: nothing of this machine but its shell and this Node. */
export function environment(image: PlainImage): Record<string, string> {
  const own = Object.entries(image.env).map(([name, value]) => [name, inPlace(value, image.root)]);
  return {
    PATH: [path.dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(path.delimiter),
    HOME: "/nonexistent",
    ...Object.fromEntries(own),
  };
}

/** The command as it is on this machine. */
export const commandInPlace = ({ root }: PlainImage, command: string[]) => command.map((word) => inPlace(word, root));
