import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { vercelFunctionSeconds } from "../lib/env.ts";

// What `npm run check:vercel` takes minutes to see, as far as it can be seen at once.

const root = path.resolve(import.meta.dirname, "..");
const routes = globSync("app/**/route.ts", { cwd: root }).map((file) => ({
  file,
  source: readFileSync(path.join(root, file), "utf8"),
}));

test("SF-14 every route that streams may run as long as lib/env.ts counts on, and says so by a literal", () => {
  const streaming = routes.filter(({ source }) => /\beventStream\(/.test(source));
  expect(streaming.length).toBeGreaterThanOrEqual(3);
  for (const { file, source } of streaming) {
    expect(source, file).toMatch(new RegExp(`^export const maxDuration = ${vercelFunctionSeconds};$`, "m"));
  }
});

test("work that goes on after an answer is told to the platform, by `after`, and what it took is traced before the function stands still", () => {
  const chat = routes.find(({ file }) => file === "app/api/chat/route.ts")?.source;
  expect(chat).toMatch(/keepAlive: \(work\) => after\(\(\) => work\.finally\(sendSpans\)\)/);
});

test("Vercel is told to run the script that checks and migrates, on functions that last as long as a turn", () => {
  const config = JSON.parse(readFileSync(path.join(root, "vercel.json"), "utf8"));
  expect(config).toMatchObject({ framework: "nextjs", buildCommand: "npm run build:vercel", fluid: true });
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  expect(scripts["build:vercel"]).toBe("node scripts/build-vercel.ts");
});

const secret = "wq8Zt3rK0pYx5vN2mB7cD4fG6hJ9lS1a";
const refusals: [name: string, env: Record<string, string>, says: RegExp][] = [
  ["off Vercel", {}, /this is what Vercel runs/],
  ["without the platform's own variables", { VERCEL: "1" }, /turn on "Automatically expose System Environment/],
  [
    "nothing set",
    { VERCEL: "1", VERCEL_URL: "a.vercel.app" },
    /BETTER_AUTH_SECRET: missing[\s\S]*DATABASE_URL: missing/,
  ],
  [
    "a file as the database",
    { VERCEL: "1", VERCEL_URL: "a.vercel.app", BETTER_AUTH_SECRET: secret, DATABASE_URL: "file:./data/switchboard.db" },
    /DATABASE_URL: files do not last on Vercel; create a database at https:\/\/turso\.tech/,
  ],
];
test.each(refusals)("a build on Vercel is refused, before anything is built: %s", (_, env, says) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/build-vercel.ts"], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env } as unknown as NodeJS.ProcessEnv,
    encoding: "utf8",
  });
  expect(stderr).toMatch(/^Switchboard cannot be built: /);
  expect(stderr).toMatch(says);
  expect([status, stdout]).toEqual([1, ""]);
});
