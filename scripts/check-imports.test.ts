import { describe, expect, test } from "vitest";
import { checkImports } from "./check-imports.ts";

/** What is broken in a small tree, as `file:line rule`. */
function broken(tree: Record<string, string>): string[] {
  return checkImports(new Map(Object.entries(tree))).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

const direction = /imports go down the steps/;
const freeOfPlatform = /lib never imports app/;
const onlySchema = /rooms on one step/;
const componentsRule = /components import from lib only/;
const appRule = /app never imports lib\/db/;

describe("what is allowed", () => {
  test("imports down the steps, schemas beside, types of errors above", () => {
    const tree = {
      "lib/env.ts": "export const port = process.env.PORT;",
      "lib/errors.ts":
        'import en from "../messages/en.json" with { type: "json" }; export type Code = keyof typeof en;',
      "lib/db/client.ts": 'import { port } from "../env.ts"; export const database = port;',
      "lib/db/store.ts": 'import { PrismaClient } from "./generated/client.ts"; export const p = PrismaClient;',
      "lib/models/schema.ts": "export const a = 1;",
      "lib/conversations/read.ts":
        'import { a } from "../models/schema"; import { database } from "@/lib/db/client"; export const r = [a, database];',
      "lib/turns/run-turn.ts": 'import { r } from "../conversations/read.ts"; export const run = r;',
      "lib/http/door.ts": 'export * from "../turns/run-turn.ts";',
      "lib/auth/session-headers.ts": 'export { headers } from "next/headers";',
      "components/chat/chat.tsx":
        'import { useState } from "react"; import { a } from "@/lib/models/schema"; import type { Code } from "@/lib/errors"; export const Chat = () => <p>{useState(a)[0] as Code}</p>;',
      "app/page.tsx":
        'import { Chat } from "@/components/chat/chat"; import { run } from "@/lib/turns/run-turn"; import "./globals.css"; export default () => <Chat key={run} />;',
      "proxy.ts": 'import { run } from "./lib/http/door.ts"; export const proxy = run;',
      "instrumentation.ts": 'export const register = () => import("./lib/db/client.ts");',
    };
    expect(broken(tree)).toEqual([]);
  });

  test("tests import what they need", () => {
    expect(broken({ "lib/db/client.test.ts": 'import "../turns/run-turn.ts"; import "../../e2e/x.ts";' })).toEqual([]);
  });
});

describe("every way to write an import is seen", () => {
  test.each([
    ["aliased", 'import { a } from "@/lib/turns/run-turn";'],
    ["aliased with its ending", 'import { a } from "@/lib/turns/run-turn.ts";'],
    ["relative", 'import { a } from "../turns/run-turn";'],
    ["for its effect", 'import "../turns/run-turn.ts";'],
    ["type", 'import type { A } from "../turns/run-turn.ts";'],
    ["type by name", 'import { type A } from "../turns/run-turn.ts";'],
    ["type in place", 'export type B = import("../turns/run-turn.ts").A;'],
    ["dynamic", 'export const a = () => import("../turns/run-turn.ts");'],
    ["dynamic template", "export const a = () => import(`../turns/run-turn.ts`);"],
    ["re-export", 'export { a } from "../turns/run-turn.ts";'],
    ["re-export of types", 'export type { A } from "../turns/run-turn.ts";'],
    ["re-export of all", 'export * from "../turns/run-turn.ts";'],
    ["require", 'const a = require("../turns/run-turn.ts");'],
  ])("%s", (_kind, source) => {
    const tree = { "lib/turns/run-turn.ts": "export const a = 1;", "lib/db/client.ts": `\n${source}` };
    expect(broken(tree)).toEqual([expect.stringMatching(direction)]);
    expect(broken(tree)[0]).toMatch(/^lib\/db\/client\.ts:2 /);
  });
});

describe("each rule has a case that breaks it", () => {
  test.each([
    ["env imports errors", "lib/env.ts", "./errors.ts", onlySchema],
    ["db imports a room", "lib/db/client.ts", "../models/registry.ts", direction],
    ["db imports a room's schema", "lib/db/client.ts", "../models/schema.ts", direction],
    ["a room imports turns", "lib/auth/actor.ts", "@/lib/turns/finish", direction],
    ["turns imports http", "lib/turns/finish.ts", "../http/door.ts", direction],
    ["a room imports its neighbour", "lib/models/registry.ts", "../limits/take.ts", onlySchema],
    ["a neighbour's deeper schema", "lib/models/registry.ts", "../limits/deep/schema.ts", onlySchema],
    ["turns imports api", "lib/turns/finish.ts", "../api/tokens.ts", onlySchema],
    ["lib imports a component", "lib/turns/finish.ts", "@/components/chat/chat", freeOfPlatform],
    ["lib imports app", "lib/turns/finish.ts", "../../app/page.tsx", freeOfPlatform],
    ["lib imports react", "lib/models/registry.ts", "react", freeOfPlatform],
    ["lib imports react-dom", "lib/models/registry.ts", "react-dom/server", freeOfPlatform],
    ["lib imports next", "lib/models/registry.ts", "next/server", freeOfPlatform],
    ["another file reads headers", "lib/auth/actor.ts", "next/headers", freeOfPlatform],
    ["the exception is for headers", "lib/auth/session-headers.ts", "next/server", freeOfPlatform],
    ["a component imports a function", "components/chat/chat.tsx", "@/lib/turns/finish", componentsRule],
    ["a component imports errors", "components/chat/chat.tsx", "@/lib/errors", componentsRule],
    ["a component imports the door", "components/chat/chat.tsx", "@/lib/http/door", componentsRule],
    ["a component imports app", "components/chat/chat.tsx", "@/app/page", direction],
    ["app imports lib/db", "app/page.tsx", "@/lib/db/client", appRule],
    ["app imports generated code", "app/page.tsx", "@/lib/db/generated/client", appRule],
    ["app imports Prisma", "app/page.tsx", "@prisma/client", appRule],
    ["app imports libSQL", "app/page.tsx", "@libsql/client", appRule],
    ["the proxy imports lib/db", "proxy.ts", "./lib/db/client.ts", appRule],
    ["lib imports test code", "lib/turns/finish.ts", "../../e2e/support/app.ts", /runs in production/],
    ["app imports a script", "app/page.tsx", "../scripts/build.ts", /runs in production/],
  ])("%s", (_case, from, specifier, rule) => {
    const tree = {
      "lib/errors.ts": "export {};",
      "lib/turns/finish.ts": "export {};",
      "lib/db/client.ts": "export {};",
      "components/chat/chat.tsx": "export {};",
      "app/page.tsx": "export {};",
      [from]: `import { a } from "${specifier}";`,
    };
    expect(broken(tree)).toContainEqual(expect.stringMatching(rule));
  });

  test("types of errors are fine for components, values among them are not", () => {
    const errors = { "lib/errors.ts": "export const a = 1; export type B = 1;" };
    const chat = (source: string) => broken({ ...errors, "components/chat.tsx": source });
    expect(chat('import { type B } from "../lib/errors.ts";')).toEqual([]);
    expect(chat('import { type B, a } from "../lib/errors.ts";')).toEqual([expect.stringMatching(componentsRule)]);
  });

  test("barrels: the file and the import that reaches it", () => {
    const tree = { "lib/models/index.ts": "export {};", "lib/models/registry.ts": 'import "@/lib/models";' };
    expect(broken(tree)).toEqual([
      expect.stringMatching(/^lib\/models\/index\.ts:1 no barrels/),
      expect.stringMatching(/^lib\/models\/registry\.ts:1 nobody imports from a barrel/),
    ]);
  });

  test("a room without a step", () => {
    expect(broken({ "lib/misc/helpers.ts": "" })).toEqual([expect.stringMatching(/a room that has a step/)]);
  });

  test("a file over 300 lines, unless it is a test", () => {
    const lines = (count: number) => "\n".repeat(count);
    expect(broken({ "app/page.tsx": lines(300), "app/page.test.tsx": lines(400) })).toEqual([]);
    expect(broken({ "app/page.tsx": lines(301) })).toEqual([expect.stringMatching(/^app\/page\.tsx:301 no file over/)]);
  });

  test.each([
    "const a = process.env.A;",
    'const a = process["env"].A;',
    "const { env } = process;",
    'import { env } from "node:process";',
    "const a = globalThis.process?.env;",
  ])("only env.ts reads the environment: %s", (source) => {
    expect(broken({ "lib/db/client.ts": source })).toEqual([expect.stringMatching(/only lib\/env\.ts reads/)]);
    expect(broken({ "lib/env.ts": source, "app/page.tsx": source })).toEqual([]);
  });

  test("cycles, of types as well", () => {
    const tree = {
      "lib/turns/a.ts": 'import "./b.ts";',
      "lib/turns/b.ts": 'import type { C } from "./c.ts";',
      "lib/turns/c.ts": 'export * from "./a.ts";',
    };
    const path = "lib/turns/a.ts -> lib/turns/b.ts -> lib/turns/c.ts -> lib/turns/a.ts";
    expect(broken(tree)).toEqual([`lib/turns/c.ts:1 no cycles between files: ${path}`]);
  });

  test("a file that does not parse is no file without imports", () => {
    expect(() => broken({ "lib/turns/a.ts": "import {" })).toThrow(/does not parse/);
  });
});
