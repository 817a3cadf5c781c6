import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import type { DraftChange } from "../../lib/conversations/drafts-schema.ts";
import { noSettings } from "../../lib/conversations/settings-schema.ts";
import type { Account } from "./accounts.ts";
import type { Client, HeaderChanges } from "./client.ts";
import type { Things } from "./stage.ts";
import { answerAgain, composeTurn } from "./turns.ts";

/** One way to call a route. */
export type Call = { path: string; body?: unknown };

/** Who may call a route: anyone, a signed-in person, or nobody, because it says of every address that it is absent. */
type Access = "public" | "signed-in" | "absent";

/** A route and a method, and how to call it about somebody's things. */
export type Row = {
  route: string;
  method: string;
  access: Access;
  /** the call names a thing that somebody owns */
  owned: boolean;
  calls: (things: Things, owner: Account) => Call[];
};

const row = (access: Access, owned: boolean) => (method: string, route: string, calls: Row["calls"]) => ({
  route,
  method,
  access,
  owned,
  calls,
});
const open = row("public", false);
const shared = row("signed-in", false);
const owned = row("signed-in", true);
const absent = row("absent", false);

const turnCalls = (things: Things): Call[] => {
  const place = { conversationId: things.idleConversationId, parentId: things.idleTipId };
  return [
    composeTurn("into the conversation", place),
    composeTurn("into the busy one", { conversationId: things.conversationId, parentId: things.tipId }),
    composeTurn("the id of a running turn", { ...place, turnId: things.runningTurnId }),
    composeTurn("the id of an ended turn", { ...place, turnId: things.endedTurnId }),
    composeTurn("the id of a message", { ...place, messageId: things.messageId }),
    composeTurn("beside the first one", { ...place, parentId: null, tipId: things.idleTipId }),
    answerAgain({ ...place, parentId: things.idleMessageId, tipId: things.idleTipId }),
    answerAgain({ ...place, parentId: things.idleMessageId, tipId: things.idleTipId, continuesId: things.idleTipId }),
  ].map((body) => ({ path: "/api/chat", body }));
};

const signCalls = (_things: Things, { email, password }: Account): Call[] => [
  { path: "/api/auth/sign-in/email", body: { email, password } },
  {
    path: "/api/auth/sign-up/email",
    body: { name: "New", email: `new-${randomBytes(6).toString("hex")}@example.com`, password },
  },
  { path: "/api/auth/sign-out", body: {} },
];

const nowhere = (): Call[] => [{ path: "/api/nothing/here", body: {} }];

/** Every route of the build has a row here, and every row a route: a test holds the two together. */
export const matrix: Row[] = [
  shared("GET", "/", () => [{ path: "/" }]),
  owned("GET", "/c/[id]", ({ conversationId }) => [{ path: `/c/${conversationId}` }]),
  shared("GET", "/usage", () => [{ path: "/usage" }]),
  open("GET", "/sign-in", () => [{ path: "/sign-in" }]),
  open("GET", "/sign-up", () => [{ path: "/sign-up" }]),
  open("GET", "/_not-found", () => [{ path: "/_not-found" }, { path: "/no/such/page" }]),
  open("GET", "/_global-error", () => [{ path: "/_global-error" }]),
  open("GET", "/icon.svg", () => [{ path: "/icon.svg" }]),
  open("GET", "/apple-icon.png", () => [{ path: "/apple-icon.png" }]),
  open("GET", "/manifest.webmanifest", () => [{ path: "/manifest.webmanifest" }]),
  open("GET", "/offline", () => [{ path: "/offline" }]),
  open("GET", "/service-worker.js", () => [{ path: "/service-worker.js" }]),
  open("GET", "/api/health", () => [{ path: "/api/health" }]),
  open("GET", "/api/health/live", () => [{ path: "/api/health/live" }]),
  // for whoever operates the site alone, by a token of its own
  open("GET", "/api/metrics", () => [{ path: "/api/metrics" }]),
  open("GET", "/api/diagram-frame", () => [{ path: "/api/diagram-frame" }]),
  open("GET", "/api/auth/[...all]", () => [{ path: "/api/auth/get-session" }, { path: "/api/auth/sign-out" }]),
  open("POST", "/api/auth/[...all]", signCalls),
  shared("GET", "/models", () => [{ path: "/models" }, { path: "/models?q=gpt" }]),
  shared("GET", "/api/models", () => [{ path: "/api/models" }]),
  shared("GET", "/api/models/state", () => [{ path: "/api/models/state" }]),
  shared("PUT", "/api/models/favourites", () => [
    { path: "/api/models/favourites", body: { modelId: "openai:gpt-5-mini", favourite: true } },
    { path: "/api/models/favourites", body: { modelId: "openai:gpt-5-mini", favourite: false } },
  ]),
  shared("GET", "/api/conversations", () => [{ path: "/api/conversations" }, { path: "/api/conversations?before=9" }]),
  owned("GET", "/api/conversations/[id]", ({ conversationId: id }) => [{ path: `/api/conversations/${id}` }]),
  owned("PATCH", "/api/conversations/[id]", ({ conversationId: id }) => [
    { path: `/api/conversations/${id}`, body: { title: "Taken over" } },
    { path: `/api/conversations/${id}`, body: { modelId: "openai:gpt-5" } },
    { path: `/api/conversations/${id}`, body: { seen: true } },
    { path: `/api/conversations/${id}`, body: { pinned: true } },
    { path: `/api/conversations/${id}`, body: { archived: true } },
    { path: `/api/conversations/${id}`, body: { settings: { ...noSettings, systemPrompt: ["Obey Bob."] } } },
  ]),
  owned("DELETE", "/api/conversations/[id]", ({ conversationId: id }) => [{ path: `/api/conversations/${id}` }]),
  shared("GET", "/archive", () => [{ path: "/archive" }]),
  shared("GET", "/trash", () => [{ path: "/trash" }]),
  shared("GET", "/api/archive", () => [{ path: "/api/archive" }]),
  shared("GET", "/api/trash", () => [{ path: "/api/trash" }]),
  shared("DELETE", "/api/trash", () => [{ path: "/api/trash" }]),
  owned("POST", "/api/trash/[id]/restore", ({ trashedConversationId: id }) => [
    { path: `/api/trash/${id}/restore`, body: {} },
  ]),
  owned("DELETE", "/api/trash/[id]", ({ trashedConversationId: id }) => [{ path: `/api/trash/${id}` }]),
  shared("GET", "/api/conversations/search", () => [
    { path: "/api/conversations/search?q=canary" },
    { path: "/api/conversations/search" },
  ]),
  owned("GET", "/api/drafts/[id]", ({ conversationId }) => [{ path: `/api/drafts/${conversationId}` }]),
  owned("PUT", "/api/drafts/[id]", ({ conversationId, idleConversationId, draftRevision: base }) => [
    { path: `/api/drafts/${conversationId}`, body: draftChange("Taken over", base) },
    { path: `/api/drafts/${conversationId}`, body: draftChange("", base) },
    { path: `/api/drafts/${idleConversationId}`, body: draftChange("Put there", null) },
  ]),
  owned("POST", "/api/conversations/[id]/version", ({ idleConversationId: id, idleMessageId: messageId }) => [
    { path: `/api/conversations/${id}/version`, body: { messageId } },
  ]),
  owned("POST", "/api/conversations/[id]/fork", ({ idleConversationId: id, idleTipId: messageId }) => [
    { path: `/api/conversations/${id}/fork`, body: { messageId, conversationId: uuidv7() } },
  ]),
  shared("GET", "/api/presets", () => [{ path: "/api/presets" }, { path: "/api/presets?locale=zh-CN" }]),
  shared("POST", "/api/presets", () => [
    { path: "/api/presets", body: { id: uuidv7(), name: "New", modelId: null, settings: noSettings } },
  ]),
  owned("PUT", "/api/presets/[id]", ({ presetId }) => [
    { path: `/api/presets/${presetId}`, body: { name: "Taken over", modelId: null, settings: noSettings } },
  ]),
  owned("DELETE", "/api/presets/[id]", ({ presetId }) => [{ path: `/api/presets/${presetId}` }]),
  owned("PUT", "/api/presets/default", ({ presetId }) => [{ path: "/api/presets/default", body: { presetId } }]),
  owned("GET", "/api/conversations/[id]/messages", ({ conversationId: id, tipId, idleConversationId, idleTipId }) => [
    { path: `/api/conversations/${id}/messages?before=${tipId}` },
    { path: `/api/conversations/${idleConversationId}/messages?before=${idleTipId}&limit=500` },
  ]),
  owned("GET", "/api/conversations/[id]/matches", ({ conversationId: id, tipId, idleConversationId, idleTipId }) => [
    { path: `/api/conversations/${id}/matches?before=${tipId}&text=question` },
    { path: `/api/conversations/${idleConversationId}/matches?before=${idleTipId}&text=question` },
  ]),
  owned("GET", "/api/conversations/[id]/usage", ({ conversationId: id }) => [
    { path: `/api/conversations/${id}/usage` },
  ]),
  owned("GET", "/api/messages/[id]/receipt", ({ tipId, idleTipId }) => [
    { path: `/api/messages/${tipId}/receipt` },
    { path: `/api/messages/${idleTipId}/receipt` },
  ]),
  shared("GET", "/api/usage", () => [{ path: "/api/usage" }, { path: "/api/usage?days=all&zone=Asia/Shanghai" }]),
  shared("GET", "/api/usage/csv", () => [{ path: "/api/usage/csv" }]),
  owned("POST", "/api/chat", turnCalls),
  owned("GET", "/api/chat/[id]/stream", ({ conversationId: id }) => [{ path: `/api/chat/${id}/stream` }]),
  owned("GET", "/api/turns/[id]/events", ({ runningTurnId, endedTurnId }) => [
    { path: `/api/turns/${runningTurnId}/events` },
    { path: `/api/turns/${endedTurnId}/events` },
    { path: `/api/turns/${runningTurnId}/events?after=1` },
  ]),
  owned("POST", "/api/turns/[id]/stop", ({ runningTurnId, endedTurnId }) => [
    { path: `/api/turns/${runningTurnId}/stop`, body: {} },
    { path: `/api/turns/${endedTurnId}/stop`, body: {} },
  ]),
  ...["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => absent(method, "/api/[...path]", nowhere)),
];

function draftChange(text: string, base: string | null): DraftChange {
  return { text, revision: uuidv7(), base, tab: uuidv7(), after: null };
}

/** A row's name in messages: `PATCH /api/conversations/[id]`. */
export const nameOf = ({ method, route }: Pick<Row, "method" | "route">): string => `${method} ${route}`;

/** What is not made by Next's renderer, and has no RSC payload: pictures, the manifest, what a browser keeps. */
const files = ["/icon.svg", "/apple-icon.png", "/manifest.webmanifest", "/offline", "/service-worker.js"];

/** Whether a row is about a page, which comes as HTML and, to Next's own router, as an RSC payload. */
export const isPage = ({ route }: Row): boolean => !route.startsWith("/api/") && !files.includes(route);

/** Whether a row changes something for the one who may. */
export const isMutation = ({ method, access }: Row): boolean => method !== "GET" && access !== "absent";

/** Calls a row as the page's script would, but for changed headers. */
export function callRow(client: Client, row: Row, call: Call, headers: HeaderChanges = {}): Promise<Response> {
  const body = row.method === "GET" || call.body === undefined ? null : JSON.stringify(call.body);
  return client.send(row.method, call.path, body, { headers });
}

/** The text of an answer. A stream is left after its first piece: it may have no end yet. */
export async function readText(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  const reader = response.body?.getReader();
  const piece = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(piece?.value);
}

/** How Next's router asks for a page's data. */
export const rscHeaders = { rsc: "1" };
/** The address it uses then; the parameter keeps caches from mixing the two forms. */
export const rscPath = (page: string): string => `${page}${page.includes("?") ? "&" : "?"}_rsc=`;

/**
 * Every route of the build with every method it answers to, named as `nameOf` does. The methods are what the running
 * app says to OPTIONS; a page or a file is there for GET.
 */
export async function routesOfBuild(client: Client): Promise<string[]> {
  const file = path.resolve(import.meta.dirname, "../../.next/app-path-routes-manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const names = Object.values(manifest).map(async (route) => {
    const methods = route.startsWith("/api/") ? await methodsOf(client, route) : ["GET"];
    return methods.map((method) => nameOf({ method, route }));
  });
  return (await Promise.all(names)).flat();
}

async function methodsOf(client: Client, route: string): Promise<string[]> {
  const address = route.replace(/\[\.\.\.\w+\]/, "some/where").replace(/\[\w+\]/, uuidv7());
  const { headers } = await client.send("OPTIONS", address);
  const allow = headers.get("allow");
  if (!allow) throw new Error(`OPTIONS ${address} names no methods`);
  // both come with GET, by themselves
  return allow.split(", ").filter((method) => method !== "HEAD" && method !== "OPTIONS");
}
