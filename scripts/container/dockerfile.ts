/** One instruction of a Dockerfile: its name in capitals, its flags (`--from=build`), and the rest of the line. */
export type Instruction = { name: string; flags: Record<string, string>; text: string };

/** A stage: what FROM names, and what follows it. */
export type Stage = { from: string; name: string; instructions: Instruction[] };

const known = new Set(["FROM", "WORKDIR", "ENV", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"]);

/**
 * Reads a Dockerfile's stages, in their order.
 * @throws when it uses an instruction that is not among those that can be carried out here
 */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of logicalLines(text)) {
    const instruction = parse(line);
    if (!known.has(instruction.name))
      throw new Error(`the Dockerfile uses ${instruction.name}, which is not known here`);
    if (instruction.name === "FROM") {
      const [, from = "", name = String(stages.length)] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(instruction.text) ?? [];
      stages.push({ from, name, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

function logicalLines(text: string): string[] {
  const withoutComments = text.split("\n").filter((line) => !/^\s*#/.test(line));
  const joined = withoutComments.join("\n").replace(/\\\n/g, " ");
  return joined
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function parse(line: string): Instruction {
  const [, name = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  const flags: Record<string, string> = {};
  let text = rest;
  for (let match = /^--([\w-]+)=(\S+)\s+/.exec(text); match; match = /^--([\w-]+)=(\S+)\s+/.exec(text)) {
    const [whole, flag = "", value = ""] = match;
    flags[flag] = value;
    text = text.slice(whole.length);
  }
  return { name: name.toUpperCase(), flags, text };
}

/** The command of CMD or HEALTHCHECK in its exec form. @throws when it is in the other one, which would need a shell */
export function commandOf({ name, text }: Instruction): string[] {
  const list = text.replace(/^CMD\s+/, "");
  try {
    return JSON.parse(list) as string[];
  } catch {
    throw new Error(`${name} has to be a list, so that signals reach the program: ${text}`);
  }
}

/** The variables of ENV: `NAME=value NAME="value with spaces"`. */
export function variablesOf({ text }: Instruction): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\S*)/g)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value.replace(/^"(.*)"$/, "$1")]));
}

/** Says of a path in the context whether .dockerignore leaves it out; the last pattern that matches decides. */
export function readDockerignore(text: string): (file: string) => boolean {
  const patterns = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ leavesOut: !line.startsWith("!"), pattern: toPattern(line.replace(/^!/, "")) }));
  return (file) => {
    const parts = file.split("/");
    const above = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    let out = false;
    for (const { leavesOut, pattern } of patterns) if (above.some((path) => pattern.test(path))) out = leavesOut;
    return out;
  };
}

function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/^\/|\/$/g, "")
    .split(/(\*\*\/|\*|\?)/)
    .map((piece) => wildcards[piece] ?? piece.replace(/[.+^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join("")}$`);
}

const wildcards: Record<string, string> = { "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]" };
