import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { readFile } from "./read-imports.ts";
import { startPackages } from "./start-packages.ts";

const root = path.resolve(import.meta.dirname, "..");

test("what the start script and the commands beside it import of packages goes into the standalone output", () => {
  const files = globSync("{scripts,lib}/**/*.ts", { cwd: root });
  const tree = new Map(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file) || !tree.has(file)) return;
    seen.add(file);
    for (const { specifier, to, typeOnly } of readFile(tree, file).imports) {
      if (typeOnly || isBuiltin(specifier)) continue;
      if (to === null) packages.add(specifier);
      else visit(to);
    }
  };
  for (const command of ["start", "migrate", "backup", "restore"]) visit(`scripts/${command}.ts`);
  expect(seen).toContain("lib/errors.ts");
  // the native module is asked for by a name in a variable, where the database is a file
  expect([...packages, "libsql"].sort()).toEqual([...startPackages].sort());
});
