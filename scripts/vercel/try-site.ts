import { readdirSync } from "node:fs";
import { createClient } from "@libsql/client/http";
import type { FakeProvider } from "../../e2e/fake-provider/server.ts";
import { type Account, cookieHeader, signUp } from "../../e2e/support/accounts.ts";
import { type Client, clientFor } from "../../e2e/support/client.ts";
import type { Collector } from "../../e2e/support/collector.ts";
import { until } from "../../e2e/support/processes.ts";
import {
  type AnswerEvent,
  allEvents,
  composeTurn,
  numberedWords,
  readEvents,
  textOf,
} from "../../e2e/support/turns.ts";
import type { ConversationView } from "../../lib/conversations/schema.ts";
import { strictTransportSecurity } from "../../lib/http/security-headers.ts";
import { demand, type Report } from "../report.ts";
import type { OutputFunction } from "./build-output.ts";
import type { Platform } from "./platform.ts";

/** What the site is tried with. */
export type Stage = { platform: Platform; provider: FakeProvider; collector: Collector; databaseUrl: string };

const words = 40;
const slow = `local:scenario/slow:tokens=${words},delay=50`;

/** Takes turns through a running build, as a page would. @throws CheckFailed at the first thing that is not right */
export async function trySite(stage: Stage, report: Report): Promise<void> {
  const { platform } = stage;
  await tryPages(platform.url, report);
  const account = await signUp(platform);
  demand(account.cookie.startsWith("__Secure-"), `the session's cookie, ${account.cookie}, is not for https alone`);
  report.ok(`somebody signs up at ${platform.origin}, which nobody has set; the cookie is for https alone`);
  const client = clientFor(platform, account);
  await tryModels(client, report);
  await tryTurn(client, report);
  await tryClosedTab(stage, client, report);
  await tryOtherInstance(stage, account, report);
  await tryOwnDomain(stage, account, report);
  await tryTimeLimit(stage, account, report);
  await tryWithoutKey(stage, account, report);
  tryFunctions(platform, report);
}

async function tryPages(url: string, report: Report): Promise<void> {
  const page = await fetch(`${url}/sign-in`);
  const html = await page.text();
  demand(page.status === 200, `/sign-in answers ${page.status}: ${html.slice(0, 300)}`);
  const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  demand(
    nonce !== undefined && scripts.length > 0 && scripts.every((tag) => tag.includes(`nonce="${nonce}"`)),
    "/sign-in: not all scripts carry the nonce of the page's policy",
  );
  const file = /src="(\/_next\/static\/[^"]+\.js)/.exec(html)?.[1] ?? "";
  const script = await fetch(url + file);
  await script.arrayBuffer();
  demand(script.status === 200, `${file}, a script of the page, answers ${script.status}`);
  report.ok(`/sign-in: ${scripts.length} scripts with the nonce of its policy; ${file} is there`);

  const slash = await fetch(`${url}/sign-in/`, { redirect: "manual" });
  const health = await fetch(`${url}/api/health`);
  demand(health.status === 200, `/api/health answers ${health.status}: ${await health.text()}`);
  const unknown = await fetch(`${url}/no/such/page`);
  demand(unknown.status === 404, `a page that is not there answers ${unknown.status}`);
  for (const [name, response] of Object.entries({ page, script, slash, health, unknown })) {
    demand(response.headers.get("x-content-type-options") === "nosniff", `${name}: without the security headers`);
    const hsts = response.headers.get("strict-transport-security");
    demand(hsts === strictTransportSecurity, `${name}: strict-transport-security is ${hsts}`);
  }
  report.ok("a page, a script, a redirect, data and a missing page: all with the security headers and HSTS");
  const stranger = await fetch(`${url}/`, { redirect: "manual" });
  demand(
    stranger.status === 307 && stranger.headers.get("location") === "/sign-in",
    `a stranger at / gets ${stranger.status} to ${stranger.headers.get("location")}`,
  );
  report.ok("a stranger is sent to /sign-in");
}

async function tryModels(client: Client, report: Report): Promise<void> {
  const model = "openai:gpt-5-mini";
  const found = await until(
    async () => {
      const response = await client.get("/api/models");
      return response.ok && (await response.text()).includes(model);
    },
    { seconds: 20, describe: () => `${model} does not come in the list of models` },
  );
  demand(found, "no models");
  report.ok("the provider's models are listed");
}

async function tryTurn(client: Client, report: Report): Promise<void> {
  const turn = composeTurn("A question over the built output", { modelId: slow });
  const response = await client.post("/api/chat", turn);
  const events: AnswerEvent[] = [];
  const times: number[] = [];
  for await (const event of readEvents(response)) {
    if (event.data.type === "text-delta") times.push(performance.now());
    events.push(event);
  }
  const spanMs = Math.round((times.at(-1) ?? 0) - (times[0] ?? 0));
  demand(textOf(events) === numberedWords(words), `the answer is not what the model said: ${textOf(events)}`);
  // the model takes 2 s; in one piece at the end there would be no time between the first and the last
  demand(times.length > 10 && spanMs > 1000, `${times.length} pieces within ${spanMs} ms: the answer is held back`);
  report.ok(`a turn is streamed: ${times.length} pieces over ${spanMs} ms`);
  const view = await conversation(client, turn.conversationId);
  const answer = view.messages.at(-1);
  const stored = answer?.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  demand(answer?.status === "complete" && stored === numberedWords(words), `the answer is stored as ${stored}`);
  report.ok("the answer is stored, and read back");
}

// nobody asks the site for anything meanwhile: a request would wake the function that may have been stopped too early
async function tryClosedTab(
  { platform, collector, databaseUrl }: Stage,
  client: Client,
  report: Report,
): Promise<void> {
  const turn = composeTurn("A question, and the tab is closed", { modelId: slow });
  const tab = new AbortController();
  const response = await client.post("/api/chat", turn, { signal: tab.signal });
  let seen = 0;
  for await (const { data } of readEvents(response)) {
    if (data.type === "text-delta") seen += 1;
    if (seen === 3) break;
  }
  tab.abort();
  const ended = await until(() => turnStatus(databaseUrl, turn.turnId), {
    seconds: 20,
    describe: () => "a turn whose tab was closed does not go on: nothing keeps the function alive (`after`)",
  });
  demand(ended === "complete", `a turn whose tab was closed ended as ${ended}`);
  await until(() => platform.started.every(([, { isStill }]) => isStill), {
    seconds: 20,
    describe: () => "a function goes on being busy though all turns have ended",
  });
  report.ok("a turn goes on after its tab was closed; then the functions stand still");
  const traced = collector.spans().map(({ attributes }) => attributes["switchboard.turn.id"]);
  demand(traced.includes(turn.turnId), "what a turn took is not sent before its function stands still");
  report.ok("what a turn took was sent to the collector before that");
}

async function turnStatus(databaseUrl: string, turnId: string): Promise<string | null> {
  const database = createClient({ url: databaseUrl });
  try {
    const { rows } = await database.execute({ sql: 'SELECT "status" FROM "Turn" WHERE "id" = ?', args: [turnId] });
    const status = String(rows[0]?.status);
    return status === "running" ? null : status;
  } finally {
    database.close();
  }
}

async function tryOtherInstance(stage: Stage, account: Account, report: Report): Promise<void> {
  const { platform, provider } = stage;
  const client = clientFor(platform, account);
  const question = "A question that another instance stops";
  const turn = composeTurn(question, { modelId: "local:scenario/held:after=5" });
  const first = await client.post("/api/chat", turn);
  await provider.waitForCall({ text: question, held: true });
  platform.forget();
  const events: AnswerEvent[] = [];
  const followed = readEvents(await client.get(`/api/turns/${turn.turnId}/events`));
  for await (const event of followed) {
    events.push(event);
    if (textOf(events) === numberedWords(5)) break;
  }
  demand(textOf(events) === numberedWords(5), `another instance follows "${textOf(events)}"`);
  const stopped = await client.post(`/api/turns/${turn.turnId}/stop`);
  demand(stopped.status === 204, `stopping through another instance answers ${stopped.status}`);
  for await (const event of readEvents(first)) events.push(event);
  const status = (await conversation(client, turn.conversationId)).messages.at(-1)?.status;
  demand(status === "stopped", `a turn that another instance stopped is ${status}`);
  report.ok("SF-15 a turn is followed and stopped through another instance");
}

async function tryOwnDomain({ platform }: Stage, { email, password }: Account, report: Report): Promise<void> {
  const before = platform.origin;
  platform.origin = "https://chat.example.org";
  const signIn = () => clientFor(platform, null).post("/api/auth/sign-in/email", { email, password });
  const early = await signIn();
  demand(
    early.status === 403 && (await early.text()).includes("forbidden_origin"),
    `at a domain that the deployment does not know, signing in answers ${early.status}`,
  );
  platform.forget({ BETTER_AUTH_URL: platform.origin });
  const response = await signIn();
  const [cookie = ""] = response.headers.getSetCookie();
  demand(
    response.ok && /^__Secure-[^;]+;.*\bSecure\b/i.test(cookie),
    `at a domain of one's own, signing in answers ${response.status} with the cookie ${cookie}`,
  );
  const session = { cookie: cookieHeader(response), address: "203.0.113.7" };
  const events = await allEvents(
    await clientFor(platform, session as Account).post(
      "/api/chat",
      composeTurn("A question at a domain of one's own", { modelId: "local:scenario/quick" }),
    ),
  );
  demand(events.at(-1)?.data.type === "finish", "a turn at a domain of one's own does not finish");
  platform.origin = before;
  platform.forget({ BETTER_AUTH_URL: "" });
  report.ok("a domain of one's own: refused as long as the deployment does not know it, then as good as the other");
}

// what somebody sees who has not set one yet
async function tryWithoutKey({ platform }: Stage, account: Account, report: Report): Promise<void> {
  platform.forget({ OPENAI_API_KEY: "", CUSTOM_PROVIDERS: "" });
  const page = await clientFor(platform, account).get("/");
  // the page brings all its words along: what is shown counts
  const notes = [...(await page.text()).matchAll(/<aside\b.*?<\/aside>/gs)].map(([note]) => note);
  const note = notes.find((text) => text.includes("built-in demo")) ?? "";
  demand(
    page.ok && note.includes("under Settings, Environment Variables, then redeploy") && !note.includes(".env"),
    `without a provider's key the page answers ${page.status}, and says: ${note}`,
  );
  report.ok("without a provider's key the page says where one is set on Vercel");
}

async function tryTimeLimit({ platform }: Stage, account: Account, report: Report): Promise<void> {
  platform.forget({ MAX_TURN_SECONDS: "2" });
  const client = clientFor(platform, account);
  const turn = composeTurn("A question that takes too long", { modelId: "local:scenario/slow:tokens=200,delay=50" });
  const events: AnswerEvent[] = [];
  for await (const event of readEvents(await client.post("/api/chat", turn))) events.push(event);
  const answer = (await conversation(client, turn.conversationId)).messages.at(-1);
  demand(
    answer?.status === "interrupted" && answer.error?.code === "turn_time_limit" && textOf(events).length > 50,
    `a turn past its limit is ${answer?.status} with ${answer?.error?.code}`,
  );
  const next = composeTurn("", { conversationId: turn.conversationId, modelId: "local:scenario/quick" });
  const { message: _, ...request } = { ...next, parentId: answer.parentId, tipId: answer.id, continuesId: answer.id };
  for await (const { data } of readEvents(await client.post("/api/chat", request))) void data;
  const continued = (await conversation(client, turn.conversationId)).messages.at(-1);
  demand(continued?.status === "complete", `continuing it ends as ${continued?.status}`);
  report.ok("SF-14 a turn past its limit is ended and kept by ourselves, and can be continued");
}

function tryFunctions({ started }: Platform, report: Report): void {
  for (const [definition, running] of started) {
    const [name] = definition.names;
    if (running.hasLoaded(/@libsql\/[^/]+\/index\.node/)) {
      report.fail(`${name}: loaded libSQL's native module, which a server's client does without`);
    }
    const there = readdirSync(running.folder, { recursive: true, encoding: "utf8" });
    const written = there.filter((file) => !isOf(definition, file));
    if (written.length > 0) {
      report.fail(`${name}: wrote ${written.slice(0, 3).join(", ")}; on the platform it could not`);
    }
  }
  if (report.failed > 0) return;
  report.ok(`${started.length} processes of functions did without libSQL's native module, and wrote no file`);
}

// a file of the function's, a folder above one, or something below a link that is one
const isOf = ({ files }: OutputFunction, file: string) =>
  [...files.keys()].some((own) => own === file || own.startsWith(`${file}/`) || file.startsWith(`${own}/`));

async function conversation(client: Client, id: string): Promise<ConversationView> {
  const response = await client.get(`/api/conversations/${id}`);
  demand(response.ok, `a conversation that is there answers ${response.status}`);
  return (await response.json()) as ConversationView;
}
