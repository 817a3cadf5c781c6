// `npm run check:container`: whether the Dockerfile still makes what works. Reads it, carries its steps out in plain
// folders, starts its command as the image would (not as root, if we are root), and takes a turn through it.
//   node scripts/check-container.ts --linked   takes the installed packages in the place of `npm ci`: faster, and less true
//   node scripts/check-container.ts --keep     leaves the folders where they are, and says where
// It cannot see: whether the base image can be had and brings what the steps use, layers and their cache, mounts, ports,
// and how an engine sends signals.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { startFakeProvider } from "../e2e/fake-provider/server.ts";
import { type Account, signUp } from "../e2e/support/accounts.ts";
import type { App } from "../e2e/support/app.ts";
import { clientFor } from "../e2e/support/client.ts";
import { freePort } from "../e2e/support/ports.ts";
import { until } from "../e2e/support/processes.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "../e2e/support/turns.ts";
import type { ConversationView } from "../lib/conversations/schema.ts";
import { copyTracked, linkPackages } from "./clean-copy.ts";
import { capMemory, type MemoryCap } from "./container/memory-cap.ts";
import { buildPlainly, commandInPlace, environment, nodeUser, type PlainImage } from "./container/plain-build.ts";
import { demand, Report, runCheck } from "./report.ts";

const report = new Report();
const isRoot = process.getuid?.() === 0;
/** Of which no more than a laptop's worth may be taken, unpacked and without Node itself. */
const maxImageBytes = 150_000_000;
const cappedBytes = 512 * 1024 * 1024;
const canary = `canary-${randomBytes(12).toString("hex")}`;

/** What a working copy holds beside its sources, and no image may. */
function plantOwn(context: string): void {
  writeFileSync(path.join(context, ".env"), `OPENAI_API_KEY=${canary}\n`);
  mkdirSync(path.join(context, "data"));
  writeFileSync(path.join(context, "data/switchboard.db"), canary);
}

function filesIn(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return all.filter((file) => statSync(path.join(folder, file), { throwIfNoEntry: false })?.isFile());
}

function checkImage(image: PlainImage): void {
  const files = filesIn(image.root);
  const bytes = files.reduce((sum, file) => sum + statSync(path.join(image.root, file)).size, 0);
  const size = `${(bytes / 1e6).toFixed(0)} MB in ${files.length} files, beside Node`;
  report.expect(bytes < maxImageBytes, `the image: ${size}`, `the image holds too much: ${size}`);
  const found = spawnSync("grep", ["-rlF", canary, image.root], { encoding: "utf8" }).stdout.trim();
  report.expect(found === "", "nothing of a developer's own is in it", `a developer's own is in ${found}`);
  const tools = files.filter((file) => /node_modules\/(typescript|prisma|tailwindcss|playwright|node)\//.test(file));
  report.expect(tools.length === 0, "no package that only builds is in it", `it holds ${tools.slice(0, 3).join(", ")}`);
  report.expect(
    image.user === "node" && image.volumes.join() === "/data" && image.healthCheck.length > 0,
    "it runs as node, with a health check and one volume: /data",
    `it runs as ${image.user}, with the volumes ${image.volumes} and ${image.healthCheck.length > 0 ? "a" : "no"} health check`,
  );
}

type Running = { url: string; child: ChildProcess; output: () => string; isHealthy: () => boolean };

/** Starts its command, which may not come to anything. */
function launch(image: PlainImage, given: Record<string, string>, cap: MemoryCap | null): Running {
  // all addresses, inside a container; here this machine's own alone
  demand(image.env.LISTEN_HOST === "0.0.0.0", "LISTEN_HOST is not 0.0.0.0: no port of the container could be reached");
  const env: Record<string, string> = { ...environment(image), ...given, LISTEN_HOST: "127.0.0.1" };
  const as = isRoot ? nodeUser : {};
  const cwd = path.join(image.root, image.workdir);
  // it begins when it is told to: under the cap from its first page on
  const waiting = ["-c", 'read -r _; exec "$@"', "sh", ...commandInPlace(image, image.command)];
  const child = spawn("sh", waiting, { cwd, env: env as NodeJS.ProcessEnv, stdio: ["pipe", "pipe", "pipe"], ...as });
  cap?.add(child.pid as number);
  child.stdin.end("\n");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += data.toString();
    });
  }
  const [probe = "", ...probeArgs] = commandInPlace(image, image.healthCheck);
  const isHealthy = () => spawnSync(probe, probeArgs, { cwd, env: env as NodeJS.ProcessEnv, ...as }).status === 0;
  return { url: `http://localhost:${given.PORT}`, child, output: () => output, isHealthy };
}

async function start(image: PlainImage, given: Record<string, string>, cap: MemoryCap | null): Promise<Running> {
  const running = launch(image, given, cap);
  const { child, output, isHealthy } = running;
  const begin = performance.now();
  await until(
    () => {
      demand(child.exitCode === null, `the command ended with ${child.exitCode}:\n${output()}`);
      return isHealthy();
    },
    { seconds: 60, describe: () => `the health check does not pass:\n${output()}` },
  );
  report.ok(`started, and healthy by its own health check after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return running;
}

async function stop({ child, output }: Running): Promise<void> {
  const begin = performance.now();
  child.kill("SIGTERM");
  await until(() => child.exitCode !== null || child.signalCode !== null, {
    seconds: 12,
    describe: () => `it does not end when it is told to:\n${output()}`,
  });
  demand(child.exitCode === 0, `told to end it ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
  report.ok(`ends when it is told to, after ${Math.round(performance.now() - begin)} ms`);
}

/** Another command in it, as `docker compose exec` and `run` start one. Gives what it printed. */
function runInside(image: PlainImage, command: string, ...args: string[]): string {
  const cwd = path.join(image.root, image.workdir);
  const env = environment(image) as unknown as NodeJS.ProcessEnv;
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8", ...(isRoot && nodeUser) });
  demand(status === 0, `${command} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** SF-7, SF-12: a copy is made, the database lost; a start waits for somebody, who restores it. */
async function loseAndRestore(image: PlainImage, given: Record<string, string>, running: Running): Promise<Running> {
  const [copy = ""] = runInside(image, "npm", "run", "--silent", "backup").split("\n");
  demand(existsSync(copy), `npm run backup made no ${copy}`);
  await stop(running);
  rmSync(path.join(image.root, "data/switchboard.db"));
  const waiting = launch(image, given, null);
  try {
    await until(() => waiting.output().includes("says that it was there"), {
      seconds: 30,
      describe: () => `SF-12 without its database it says\n${waiting.output()}`,
    });
    demand(waiting.child.exitCode === null && !waiting.isHealthy(), `SF-12 without its database it does not wait`);
    await stop(waiting);
  } finally {
    waiting.child.kill("SIGKILL");
  }
  report.ok("SF-12 without its database it says so, and waits, unhealthy, for somebody");
  runInside(image, "npm", "run", "--silent", "restore", "--", copy);
  return start(image, given, null);
}

async function readAnswer(url: string, account: Account, id: string): Promise<string | undefined> {
  const response = await clientFor({ url }, account).get(`/api/conversations/${id}`);
  const view = (await response.json()) as ConversationView;
  return view.messages
    ?.at(-1)
    ?.parts.map((part) => (part.type === "text" ? part.text : ""))
    .join("");
}

async function tryImage(image: PlainImage): Promise<void> {
  const provider = await startFakeProvider();
  const { baseURL } = provider.services.local;
  const given = {
    PORT: String(await freePort()),
    CUSTOM_PROVIDERS: JSON.stringify([{ id: "local", name: "Local server", baseURL }]),
  };
  const cap = capMemory(cappedBytes);
  let running: Running | undefined;
  try {
    running = await start(image, given, null);
    const { url } = running;
    const page = await fetch(`${url}/sign-in`);
    const script = /src="(\/_next\/static\/[^"]+\.js)/.exec(await page.text())?.[1];
    demand(
      page.status === 200 && (await fetch(url + script)).status === 200,
      "the sign-in page or its script is missing",
    );
    const account = await signUp({ url } as App);
    const turn = composeTurn("A question in a container", { modelId: "local:scenario/slow:tokens=20,delay=30" });
    const said = textOf(await allEvents(await clientFor({ url }, account).post("/api/chat", turn)));
    demand(said === numberedWords(20), `the answer is not what the model said: ${said}`);
    report.ok("a page, its script, and a turn that is streamed");
    await stop(running);

    const own = filesIn(path.join(image.root, "data"));
    demand(own.includes("switchboard.db") && own.includes("secrets.json"), `the volume holds only ${own}`);
    running = await start(image, given, cap);
    const kept = await readAnswer(url, account, turn.conversationId);
    demand(kept === numberedWords(20), `after a start anew the answer is ${kept}`);
    report.ok("after a start anew somebody is signed in still, and the answer is there");
    if (cap) await tryMemory(running, account, cap);
    else console.log("skipped SF-10: no control group can be made here (it takes root)");
    running = await loseAndRestore(image, given, running);
    const restored = await readAnswer(url, account, turn.conversationId);
    demand(restored === numberedWords(20), `SF-7 in the copy the answer is ${restored}`);
    report.ok("SF-7 its own commands copy the database and restore it");
    await stop(running);
  } catch (error) {
    console.log(running?.output() ?? "");
    throw error;
  } finally {
    running?.child.kill("SIGKILL");
    await provider.close();
    cap?.remove();
  }
}

/** SF-10: large bodies, from strangers and from somebody who may, in a process that was started under a cap. */
async function tryMemory(running: Running, account: Account, cap: MemoryCap): Promise<void> {
  const { url, child, isHealthy, output } = running;
  const cookies = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? account.cookie : undefined));
  const answers = await Promise.all(cookies.map((cookie) => postLarge(url, cookie, 64_000_000)));
  demand(child.exitCode === null && child.signalCode === null, `SF-10 large requests ended the process:\n${output()}`);
  demand(isHealthy(), "SF-10 after large requests it is not healthy");
  const wrong = answers.filter((status) => status !== 413 && status !== 401 && status !== 0);
  demand(wrong.length === 0 && answers.includes(413), `SF-10 large requests are answered ${answers}`);
  const peak = Math.round(cap.peakBytes() / 1e6);
  report.ok(`SF-10 with 512 MB of memory 24 bodies of 64 MB at once are refused, and it lives (peak ${peak} MB)`);
}

/** @returns the status, or 0 when the connection was closed before one came */
function postLarge(url: string, cookie: string | undefined, bytes: number): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(`${url}/api/chat`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url, ...(cookie && { cookie }) },
    });
    sent.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.once("error", () => resolve(0));
    const piece = Buffer.alloc(64_000, "a");
    let left = bytes;
    const write = () => {
      while (left > 0 && !sent.destroyed) {
        left -= piece.length;
        if (!sent.write(piece)) return sent.once("drain", write);
      }
      return sent.end();
    };
    sent.write('{"turnId":"');
    write();
  });
}

async function check(folder: string): Promise<void> {
  const context = path.join(folder, "context");
  copyTracked(context);
  plantOwn(context);
  const image = buildPlainly({
    context,
    folder,
    install: process.argv.includes("--linked") ? linkPackages : null,
    log: (line) => report.ok(line),
  });
  checkImage(image);
  await tryImage(image);
  const data = path.join(image.root, "data");
  const owned = (file: string) =>
    statSync(path.join(image.root, file), { throwIfNoEntry: false })?.uid === nodeUser.uid;
  const written = isRoot ? filesIn(image.root).filter((file) => owned(file) && !file.startsWith("data/")) : [];
  report.expect(written.length === 0, `it wrote to ${path.basename(data)} alone`, `it wrote ${written.slice(0, 3)}`);
}

await runCheck("image", report, (folder) => {
  // others than us run what is in it
  chmodSync(folder, 0o755);
  return check(folder);
});
