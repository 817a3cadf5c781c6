import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * At the top of a script, V8 reads by it that all functions are called while the page loads, and compiles them at once,
 * on another thread, instead of one by one as they are called (https://v8.dev/blog/explicit-compile-hints).
 */
const hint = "//# allFunctionsCalledOnLoad\n";

const scriptPath = /static\/chunks\/[\w.~-]+\.js/g;

/**
 * Puts V8's hint into the scripts that pages begin with; what is loaded when it is needed stays as it is: of mathematics
 * and diagrams, most is never called. Doing it again changes nothing.
 * @param folder what `next build` wrote
 * @returns the paths of these scripts within the folder
 * @throws Error when there are none: Next has another layout than this knows
 */
export function hintScripts(folder: string): string[] {
  const manifests = globSync("server/app/**/*_client-reference-manifest.js", { cwd: folder });
  const texts = manifests.map((manifest) => readFileSync(join(folder, manifest), "utf8"));
  const { rootMainFiles = [] } = JSON.parse(readFileSync(join(folder, "build-manifest.json"), "utf8"));
  const ofPages = texts.flatMap((text) => text.match(scriptPath) ?? []);
  const scripts = [...new Set<string>([...rootMainFiles, ...ofPages])].sort();
  if (rootMainFiles.length === 0 || ofPages.length === 0) throw new Error(`${folder} lists no scripts of pages`);
  for (const script of scripts) {
    const path = join(folder, script);
    const source = readFileSync(path, "utf8");
    if (!source.startsWith(hint)) writeFileSync(path, hint + source);
  }
  return scripts;
}
