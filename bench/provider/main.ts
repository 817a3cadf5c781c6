// A model provider that costs little and says when it wrote what: `node bench/provider/main.ts <port>`.
//   POST /v1/chat/completions  streams what the directive in the last message asks for (answers.ts)
//   GET /v1/models, /stats, /trace?name=...
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { now } from "../measure/clock.ts";
import { type Plan, readPlan } from "./answers.ts";
import { head, marked, tail, textEvents } from "./events.ts";

/** What was written when, in milliseconds of the machine's monotonic clock; `writes` holds [tokens so far, time, ...]. */
export type Trace = { arrivedAt: number; writes: number[]; endedAt: number };

type Answer = Plan & { socket: Socket; response: ServerResponse; sent: number; startedAt: number; kept: Trace | null };

const stats = { tokens: 0, active: 0, begun: 0, completed: 0 };
const traces = new Map<string, Trace>();
const keptTraces = 3_000;
const paced = new Set<Answer>();
let clock: NodeJS.Timeout | null = null;

const server = createServer({ keepAliveTimeout: 120_000, noDelay: true }, (request, response) => {
  const url = new URL(request.url ?? "/", "http://provider");
  if (request.method === "POST") return void complete(request, response);
  if (url.pathname === "/stats") return json(response, { ...stats, cpu: process.cpuUsage() });
  if (url.pathname === "/trace") return json(response, traces.get(url.searchParams.get("name") ?? "") ?? null);
  json(response, { object: "list", data: [{ id: "mock", object: "model", created: 0, owned_by: "bench" }] });
});

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrivedAt = now();
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces).toString("utf8");
  if (!/"stream":\s*true/.test(body)) return json(response, title);
  const plan = readPlan(body);
  response.writeHead(200, { "content-type": "text/event-stream", "transfer-encoding": "chunked" });
  response.flushHeaders();
  const kept = plan.trace ? { arrivedAt, writes: [], endedAt: 0 } : null;
  if (kept) keep(plan.trace, kept);
  begin({ ...plan, socket: response.socket as Socket, response, sent: 0, startedAt: now(), kept });
}

const title = {
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 0,
  model: "mock",
  choices: [{ index: 0, message: { role: "assistant", content: "Benchmark" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

function keep(name: string, trace: Trace): void {
  traces.set(name, trace);
  const [oldest] = traces.keys();
  if (traces.size > keptTraces && oldest !== undefined) traces.delete(oldest);
}

function begin(answer: Answer): void {
  stats.active += 1;
  stats.begun += 1;
  answer.response.once("close", () => {
    paced.delete(answer);
    stats.active -= 1;
  });
  answer.socket.write(head);
  if (answer.rate === 0) return void sendAtOnce(answer);
  paced.add(answer);
  clock ??= setInterval(sendDue, 1);
  sendDue();
}

function sendDue(): void {
  const time = now();
  for (const answer of paced) {
    const due = Math.min(answer.tokens, Math.floor(((time - answer.startedAt) * answer.rate) / 1000) + 1);
    if (due > answer.sent) send(answer, due);
    if (answer.sent === answer.tokens) end(answer);
  }
  if (paced.size > 0 || !clock) return;
  clearInterval(clock);
  clock = null;
}

/** As fast as the other side reads, one write a piece. */
async function sendAtOnce(answer: Answer): Promise<void> {
  const { socket, response } = answer;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  while (answer.sent < answer.tokens && !socket.destroyed) {
    const roomy = send(answer, answer.sent + 1);
    if (!roomy) await once(socket, "drain", { signal: gone.signal }).catch(() => {});
  }
  end(answer);
}

function send(answer: Answer, to: number): boolean {
  let more = true;
  for (const bytes of textEvents(answer.size, answer.sent, to)) more = answer.socket.write(bytes);
  stats.tokens += to - answer.sent;
  answer.sent = to;
  answer.kept?.writes.push(to, now());
  return more;
}

function end(answer: Answer): void {
  paced.delete(answer);
  if (answer.socket.destroyed) return;
  if (answer.mark) answer.socket.write(marked);
  answer.socket.write(tail(answer.tokens));
  answer.response.end(); // writes the frame that ends the response
  stats.completed += 1;
  if (answer.kept) answer.kept.endedAt = now();
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

server.listen(Number(process.argv[2]), "127.0.0.1");
