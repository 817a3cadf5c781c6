import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileRules, type Import, importRules } from "./import-rules.ts";
import { readFile, type Tree } from "./read-imports.ts";

/** One broken rule: where, what was written there, and the rule's own words. */
export type Finding = { file: string; line: number; import: string | null; rule: string };

const isTest = (file: string) => /\.test\.tsx?$/.test(file);

/**
 * Holds a tree of sources against the rules. Tests import what they like; they have no reader but themselves.
 * @returns all that is broken, in the order of files and lines
 */
export function checkImports(tree: Tree): Finding[] {
  const findings: Finding[] = [];
  const graph = new Map<string, Import[]>();
  for (const [file, source] of tree) {
    if (isTest(file)) continue;
    const { imports, environmentLines } = readFile(tree, file);
    graph.set(file, imports);
    const facts = { path: file, lines: source.replace(/\n$/, "").split("\n").length, environmentLines };
    for (const { says, brokenAt } of fileRules) {
      findings.push(...brokenAt(facts).map((line) => ({ file, line, import: null, rule: says })));
    }
    for (const edge of imports) {
      const broken = importRules.filter(({ isBroken }) => isBroken(edge));
      const { line, specifier } = edge;
      findings.push(...broken.map(({ says }) => ({ file, line, import: specifier, rule: says })));
    }
  }
  findings.push(...findCycles(graph));
  return findings.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

// Depth first; an import of a file that is still being visited closes a cycle.
function findCycles(graph: Map<string, Import[]>): Finding[] {
  const findings: Finding[] = [];
  const done = new Set<string>();
  const visiting: string[] = [];
  const visit = (file: string) => {
    visiting.push(file);
    for (const { to, line, specifier } of graph.get(file) ?? []) {
      if (to === null || done.has(to)) continue;
      const start = visiting.indexOf(to);
      if (start >= 0) {
        const rule = `no cycles between files: ${[...visiting.slice(start), to].join(" -> ")}`;
        findings.push({ file, line, import: specifier, rule });
      } else visit(to);
    }
    visiting.pop();
    done.add(file);
  };
  for (const file of graph.keys()) if (!done.has(file)) visit(file);
  return findings;
}

const patterns = ["{lib,components,app}/**/*.{ts,tsx}", "{proxy,instrumentation}.ts"];
const generated = "lib/db/generated/";

/** The sources of a checkout, without what is generated. */
export function readTree(root: string): Tree {
  const files = globSync(patterns, { cwd: root })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !file.startsWith(generated))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}

if (import.meta.main) {
  const tree = readTree(path.resolve(import.meta.dirname, ".."));
  const findings = checkImports(tree);
  for (const { file, line, import: specifier, rule } of findings) {
    console.error(`${file}:${line}${specifier ? ` imports ${specifier}` : ""}\n  ${rule}`);
  }
  console.log(`imports of ${tree.size} files checked, ${findings.length} broken`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
