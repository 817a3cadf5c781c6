import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { commandOf, readDockerfile, readDockerignore, variablesOf } from "./dockerfile.ts";

const root = path.resolve(import.meta.dirname, "../..");
const dockerfile = readFileSync(path.join(root, "Dockerfile"), "utf8");

test("stages, flags, continued lines and comments are read as Docker does", () => {
  const stages = readDockerfile(
    'FROM a:1 AS one\n# said\nRUN x \\\n  && y\nFROM one\nCOPY --from=one --chown=a:b /x ./\nENV A=1 \\\n  B="two words"\nCMD ["z"]',
  );
  expect(stages.map(({ from, name }) => [from, name])).toEqual([
    ["a:1", "one"],
    ["one", "1"],
  ]);
  expect(stages[0]?.instructions).toEqual([{ name: "RUN", flags: {}, text: "x    && y" }]);
  const [copy, env, cmd] = stages[1]?.instructions ?? [];
  expect(copy).toEqual({ name: "COPY", flags: { from: "one", chown: "a:b" }, text: "/x ./" });
  expect(env && variablesOf(env)).toEqual({ A: "1", B: "two words" });
  expect(cmd && commandOf(cmd)).toEqual(["z"]);
  expect(() => readDockerfile("FROM a\nADD x y")).toThrow(/ADD/);
  expect(() => commandOf({ name: "CMD", flags: {}, text: "node x" })).toThrow(/list/);
});

test("the image runs on the Node that the project brings along, as nobody in particular, and keeps data in one volume", () => {
  const stages = readDockerfile(dockerfile);
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  for (const { from } of stages) expect(from).toMatch(new RegExp(`^node:${optionalDependencies.node}-`));
  const last = stages.at(-1)?.instructions ?? [];
  const texts = (name: string) => last.filter((instruction) => instruction.name === name).map(({ text }) => text);
  expect(texts("USER")).toEqual(["node"]);
  expect(texts("VOLUME")).toEqual(["/data"]);
  expect(texts("HEALTHCHECK")).toHaveLength(1);
  expect(texts("RUN").join()).not.toMatch(/npm/);
});

test("nothing of a developer's own gets into an image", () => {
  const isLeftOut = readDockerignore(readFileSync(path.join(root, ".dockerignore"), "utf8"));
  for (const file of [".env", ".env.local", "data/switchboard.db", "node_modules/x/y.js", ".next/a", ".git/config"]) {
    expect(isLeftOut(file), file).toBe(true);
  }
  for (const file of ["package.json", "lib/env.ts", "scripts/start.ts", "prisma/schema.prisma", "app/layout.tsx"]) {
    expect(isLeftOut(file), file).toBe(false);
  }
});
