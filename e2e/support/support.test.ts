import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@libsql/client";
import { afterEach, describe, expect, test } from "vitest";
import { TurnRequest } from "../../lib/turns/schema.ts";
import { browserCandidates } from "./browser.ts";
import { startCachingProxy } from "./caching-proxy.ts";
import { startTree } from "./processes.ts";
import { rowHash } from "./row-hash.ts";
import { allEvents, composeTurn, textOf } from "./turns.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "switchboard-test-"));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test("a composed turn is one that the app's schema takes", () => {
  expect(TurnRequest.parse(composeTurn("hello"))).toMatchObject({ parentId: null });
  const again = composeTurn("hello", { parentId: composeTurn("x").message.id, modelId: "local:llama3.2:latest" });
  expect(TurnRequest.parse(again).modelId).toBe("local:llama3.2:latest");
});

describe("events of an answer", () => {
  const stream = (text: string) => allEvents(new Response(text));

  test("are read with their ids up to [DONE]", async () => {
    const events = await stream(
      'id: 1\ndata: {"type":"text-delta","id":"0","delta":"天"}\n\n: alive\n\nid: 2\ndata: {"type":"text-delta","id":"0","delta":"气"}\n\ndata: [DONE]\n\n',
    );
    expect(events.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(textOf(events)).toBe("天气");
  });

  test("without [DONE] are an error", async () => {
    await expect(stream('data: {"type":"abort"}\n\n')).rejects.toThrow(/without \[DONE\]/);
  });
});

test("the hash of all rows changes with any value, and not with the order of rows", async () => {
  const url = `file:${path.join(temporaryDirectory(), "rows.db")}`;
  const client = createClient({ url });
  closers.push(() => client.close());
  await client.executeMultiple(`CREATE TABLE a (x, y); CREATE TABLE b (z BLOB);
    INSERT INTO a VALUES (1, 'one'), (9007199254740993, NULL); INSERT INTO b VALUES (x'00ff');`);
  const before = await rowHash(url);
  await client.executeMultiple("DELETE FROM a WHERE x = 1; INSERT INTO a VALUES (1, 'one');");
  expect(await rowHash(url)).toBe(before);
  await client.execute("UPDATE b SET z = x'00fe'");
  expect(await rowHash(url)).not.toBe(before);
  const withoutB = await rowHash(url, { except: ["b"] });
  await client.execute("DELETE FROM b");
  expect(await rowHash(url, { except: ["b"] })).toBe(withoutB);
  const withoutY = await rowHash(url, { except: ["a.y"] });
  await client.execute("UPDATE a SET y = 'two' WHERE x = 1");
  expect(await rowHash(url, { except: ["a.y"] })).toBe(withoutY);
  expect(await rowHash(url, { except: ["a.x"] })).not.toBe(withoutY);
});

test("the caching proxy keeps what it may, and nothing else", async () => {
  let count = 0;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const word = searchParams.get("cache");
    if (word) response.setHeader("cache-control", word);
    response.writeHead(Number(searchParams.get("status") ?? 200)).end(String(++count));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy = await startCachingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closers.push(proxy.close, () => server.close());
  const get = async (query: string, method = "GET") => (await fetch(`${proxy.url}/x?${query}`, { method })).text();
  for (const word of ["private, no-store", "no-cache", "no-store", "PRIVATE", "max-age=0", "s-maxage=0, max-age=9"]) {
    expect(await get(`cache=${word}`)).not.toBe(await get(`cache=${word}`));
  }
  expect(await get("status=404")).not.toBe(await get("status=404"));
  expect(await get("post", "POST")).not.toBe(await get("post", "POST"));
  expect([proxy.stored(), proxy.served()]).toEqual([[], []]);
  expect(await get("silent")).toBe(await get("silent"));
  expect(await get("cache=public, max-age=60")).toBe(await get("cache=public, max-age=60"));
  expect(proxy.stored()).toEqual(proxy.served());
  expect(proxy.served()).toHaveLength(2);
});

test("a stopped tree leaves no process behind", async () => {
  const tree = await startTree("sh", ["-c", "sleep 600 & echo started; wait"], {
    cwd: ".",
    env: process.env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const output = tree.child.stdout;
  if (!output) throw new Error("the output is a pipe");
  await once(output, "data");
  // the pipe ends when the last process that holds it has gone, the `sleep` among them
  const closed = once(output, "close");
  expect(await tree.stop("SIGTERM")).toMatchObject({ signal: "SIGTERM" });
  await closed;
});

test("a browser named by CHROMIUM comes first, Playwright's own last", () => {
  const candidates = browserCandidates({ CHROMIUM: "/opt/c", PATH: "/snap/bin" }, "/own/chrome");
  expect(candidates[0]).toBe("/opt/c");
  expect(candidates).toEqual(expect.arrayContaining(["/usr/bin/chromium", "/snap/bin/chromium"]));
  expect(candidates.at(-1)).toBe("/own/chrome");
  // what tests take first, figures are not made with unless there is nothing else
  const [whole, shell] = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell"];
  const firstOf = (use: "tests" | "figures") =>
    browserCandidates({}, "/own/chrome", use).find((path) => [whole, shell].includes(path));
  expect([firstOf("tests"), firstOf("figures")]).toEqual([shell, whole]);
});
