import type { ConversationView } from "../../lib/conversations/schema.ts";
import { messageText } from "../../lib/conversations/schema.ts";
import { emptyAnswer, filledParts, foldChunk, type TurnChunk } from "../../lib/turns/schema.ts";
import { withWholePath } from "../support/chat.ts";
import type { Chat } from "./chat.ts";
import type { Lane } from "./lane.ts";
import { type Ledger, type SentTurn, shownText, tail } from "./ledger.ts";
import { spokenDeltas } from "./spoken.ts";
import type { MessageRow, Stored, TurnRow } from "./stored.ts";

/** Holds what is stored against what was sent, shown and said in the round. */
export function checkStored(lane: Lane, ledger: Ledger, stored: Stored): void {
  const userMessages = [...stored.messages.values()].filter(({ role }) => role === "user");
  for (const turn of ledger.turns.values()) {
    const copies = userMessages.filter(({ parts }) => messageText(parts) === turn.text);
    if (copies.length === 0) {
      ledger.fail("messages", `"${turn.text}" is stored nowhere${turn.acknowledged ? "; it was acknowledged" : ""}`);
    }
    if (copies.length > 1) ledger.fail("once", `"${turn.text}" is stored ${copies.length} times`);
    const row = stored.turns.get(turn.request.turnId);
    const answer = stored.messages.get(row?.answerId ?? "");
    if (row && answer) checkTurn(ledger, stored, turn, row, answer);
    else if (turn.acknowledged)
      ledger.fail("messages", `the turn of "${turn.text}" was acknowledged and is not stored`);
  }
  checkCalls(lane, ledger, stored);
  checkEnded(lane, ledger, stored);
}

function checkTurn(ledger: Ledger, stored: Stored, turn: SentTurn, row: TurnRow, answer: MessageRow): void {
  const text = shownText(answer);
  const modelId = answer.modelId ?? "";
  if (row.status !== answer.status) {
    ledger.fail("ended", `the turn of "${turn.text}" is ${row.status}, its answer ${answer.status}`);
  }
  ledger.sawEnd(turn, answer.status, text, "the database");
  const spoken = spokenDeltas(modelId).join("");
  if (!spoken.startsWith(text) || (answer.status === "complete" && text !== spoken)) {
    ledger.fail("spoken", `"${turn.text}" (${modelId}) is ${answer.status} with ${tail(text)}`);
  }
  if (!text.startsWith(turn.shown)) {
    const why = ledger.whyNotShorter(turn, modelId, turn.shown, text, false);
    const check = ledger.kill?.signal === "SIGTERM" ? "shutdown" : "lag";
    if (why) ledger.fail(check, `"${turn.text}" was shown with ${tail(turn.shown)}, stored is ${tail(text)}: ${why}`);
  }
  if (row.errorCode === "turn_orphaned" && !ledger.mayHaveMetSignal(turn)) {
    ledger.fail("others", `"${turn.text}" was given up, and its server is alive`);
  }
  checkLog(ledger, stored, turn, answer);
}

function checkLog(ledger: Ledger, stored: Stored, turn: SentTurn, answer: MessageRow): void {
  const log = stored.events.get(turn.request.turnId);
  // it is kept for a minute
  if (!log) return;
  const gap = log.findIndex(({ sequence }, index) => sequence !== index + 1);
  if (gap >= 0) ledger.fail("log", `"${turn.text}": event ${log[gap]?.sequence} stands at place ${gap + 1}`);
  const folded = log.reduce((soFar, { data }) => foldChunk(soFar, JSON.parse(data) as TurnChunk), emptyAnswer);
  const said = shownText({ parts: filledParts(folded.parts) });
  if (folded.ended && folded.metadata?.status === answer.status && said === shownText(answer)) return;
  const how = folded.ended ? folded.metadata?.status : "no end";
  ledger.fail(
    "log",
    `"${turn.text}": the log has ${tail(said)} and ${how}, the message ${tail(shownText(answer))} and ${answer.status}`,
  );
}

function checkCalls(lane: Lane, ledger: Ledger, stored: Stored): void {
  const calls = Map.groupBy(lane.times.calls(), ({ question }) => question);
  for (const [question, asked] of calls) {
    const known = [...ledger.turns.values()].some(({ text }) => text === question);
    if (!known) ledger.fail("once", `the provider was asked "${question}", and nobody does any more`);
    // what was refused before the first word may be asked again, by the server and by nobody else
    const allowed = asked.every(({ entry }) => entry.model?.includes("server-error")) ? 3 : 1;
    if (asked.length > allowed) ledger.fail("once", `the provider was asked "${question}" ${asked.length} times`);
  }
  for (const turn of ledger.turns.values()) {
    const complete = stored.turns.get(turn.request.turnId)?.status === "complete";
    if (complete && !calls.has(turn.text)) ledger.fail("once", `"${turn.text}" is complete, and nobody was asked`);
  }
}

// What ended in an earlier round stays as it was, too.
function checkEnded(lane: Lane, ledger: Ledger, stored: Stored): void {
  const now = new Map([...stored.messages].map(([id, { parts, status }]) => [id, JSON.stringify([status, parts])]));
  for (const [id, before] of lane.ended) {
    if (now.get(id) === before) continue;
    ledger.fail("ended", `the message ${id} of an earlier round was ${before.slice(0, 200)}, is ${now.get(id)}`);
  }
  for (const [id, { status }] of stored.messages) {
    if (status !== "running") lane.ended.set(id, now.get(id) ?? "");
  }
}

/** Opens a conversation as a new page would, and looks at the path of its messages. Gives what the server says. */
export async function checkOpens(ledger: Ledger, chat: Chat): Promise<ConversationView | null> {
  const response = await chat.client().get(`/api/conversations/${chat.id}`);
  if (response.status !== 200) {
    ledger.fail("messages", `conversation ${chat.id} does not open: ${response.status} ${await response.text()}`);
    return null;
  }
  const view = await withWholePath(chat.client(), (await response.json()) as ConversationView);
  for (const [index, { id, parentId, role }] of view.messages.entries()) {
    const inOrder = role === (index % 2 === 0 ? "user" : "assistant");
    if (inOrder && parentId === (view.messages[index - 1]?.id ?? null)) continue;
    ledger.fail("messages", `conversation ${chat.id}: message ${id} is not in its place ${index + 1}`);
  }
  for (const { acknowledged, request, text } of chat.turns()) {
    const times = view.messages.filter(({ id }) => id === request.message.id).length;
    if (acknowledged && times !== 1) ledger.fail("messages", `"${text}" is ${times} times in its conversation`);
  }
  return view;
}
