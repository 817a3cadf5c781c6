import path from "node:path";
import { type Expression, parseSync, Visitor } from "oxc-parser";
import type { Import } from "./import-rules.ts";

/** Sources by their paths from the repository's root, with forward slashes. */
export type Tree = ReadonlyMap<string, string>;

/** What one file imports, and the lines on which it reads `process.env`. */
export type FileReading = { imports: Import[]; environmentLines: number[] };

/**
 * Parses one file of a tree. Sees static and dynamic imports, re-exports, `import("...")` in types and `require`.
 * @throws when the file does not parse
 */
export function readFile(tree: Tree, file: string): FileReading {
  const source = tree.get(file) ?? "";
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const imports: Import[] = [];
  const environmentLines: number[] = [];
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const add = (node: { start: number }, specifier: unknown, typeOnly: boolean) => {
    if (typeof specifier !== "string") return;
    const to = resolve(tree, file, specifier);
    imports.push({ from: file, line: lineAt(node.start), specifier, to, typeOnly });
  };
  const isProcess = (node: Expression): boolean =>
    nameOf(node) === "process" || (node.type === "MemberExpression" && nameOf(node.property) === "process");

  new Visitor({
    ImportDeclaration(node) {
      const names = node.specifiers;
      const allTypes = names.length > 0 && names.every((name) => "importKind" in name && name.importKind === "type");
      add(node, node.source.value, node.importKind === "type" || allTypes);
      const readsEnvironment = names.some(
        (name) => name.type === "ImportSpecifier" && "name" in name.imported && name.imported.name === "env",
      );
      if (/^(node:)?process$/.test(node.source.value) && readsEnvironment) environmentLines.push(lineAt(node.start));
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node, node.source.value, node.exportKind === "type");
    },
    ExportAllDeclaration(node) {
      add(node, node.source.value, node.exportKind === "type");
    },
    ImportExpression(node) {
      add(node, literal(node.source), false);
    },
    TSImportType(node) {
      add(node, node.source.value, true);
    },
    CallExpression(node) {
      const isRequire = node.callee.type === "Identifier" && node.callee.name === "require";
      if (isRequire) add(node, literal(node.arguments[0]), false);
    },
    MemberExpression(node) {
      if (nameOf(node.property) === "env" && isProcess(node.object)) environmentLines.push(lineAt(node.start));
    },
    VariableDeclarator(node) {
      if (!node.init || !isProcess(node.init) || node.id.type !== "ObjectPattern") return;
      const names = node.id.properties.map((property) => ("key" in property ? nameOf(property.key) : undefined));
      if (names.includes("env")) environmentLines.push(lineAt(node.start));
    },
  }).visit(program);
  return { imports, environmentLines };
}

// how an identifier or a literal reads as a name
function nameOf(node: { type: string }): string | undefined {
  return node.type === "Identifier" ? (node as { name?: string }).name : literal(node);
}

// the value of a string or of a template without holes
function literal(node: unknown): string | undefined {
  const { value, quasis } = (node ?? {}) as { value?: unknown; quasis?: { value: { cooked: string } }[] };
  if (typeof value === "string") return value;
  return quasis?.length === 1 ? quasis[0]?.value.cooked : undefined;
}

const endings = ["", ".ts", ".tsx", ".d.ts", "/index.ts", "/index.tsx"];

// The path in the tree that a specifier means; null for a package. A path that the tree does not have (styles,
// messages, generated code) stays as it is written.
function resolve(tree: Tree, from: string, specifier: string): string | null {
  const isAlias = specifier.startsWith("@/");
  if (!isAlias && !specifier.startsWith(".")) return null;
  const target = isAlias ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
  const plain = path.posix.normalize(target).replace(/\/$/, "");
  const spelled = endings.map((ending) => plain + ending);
  return spelled.find((candidate) => tree.has(candidate)) ?? plain;
}
