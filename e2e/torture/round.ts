import { setTimeout as sleep } from "node:timers/promises";
import type { ConversationView } from "../../lib/conversations/schema.ts";
import { checkOpens, checkStored } from "./after-round.ts";
import { Chat } from "./chat.ts";
import type { Violation } from "./checks.ts";
import { type KillResult, killAndRestart, lookAtOutput } from "./kill.ts";
import { type Lane, slackOf } from "./lane.ts";
import { type Lag, Ledger, shownText } from "./ledger.ts";
import type { Page, Stage } from "./page.ts";
import type { InterruptionKind, RoundPlan } from "./plan.ts";
import { readStored } from "./stored.ts";

const lookMs = 50;
/** a stop ends its turn within this */
const stopMs = 1_000;
/** a page that lost its server tries again after four seconds at the latest */
const followSeconds = 15;
/** when a round that does not come to its end is given up */
const roundSeconds = 120;

/** What happened in a round, for the totals. */
export type RoundResult = {
  plan: RoundPlan;
  violations: Violation[];
  interruptions: InterruptionKind[];
  /** how its turns ended */
  endings: string[];
  messages: number;
  lag: Lag;
} & KillResult;

/** Plays one round in a lane, and checks all that must hold during it and after it. */
export async function playRound(lane: Lane, plan: RoundPlan): Promise<RoundResult> {
  lane.times.reset();
  const ledger = new Ledger(lane.times, () => slackOf(lane));
  let over = false;
  const stage: Stage = { ledger, isOver: () => over };
  const chats = plan.conversations.map((conversation, index) => {
    const account = lane.people[index % lane.people.length];
    if (!account) throw new Error("a lane has people");
    return new Chat(stage, lane, `Round ${plan.round}, conversation ${index + 1}`, account, conversation);
  });
  const printed = lane.apps.map((app) => app.output().length);
  const interruptions: InterruptionKind[] = [];
  let result: KillResult = { exitMs: 0, orphansMs: 0, cut: 0 };
  const work = async () => {
    result = await playPlan(lane, ledger, plan, chats, interruptions);
    await goOn(lane, ledger, chats);
  };
  const giveUp = sleep(roundSeconds * 1000, "late" as const, { ref: false });
  const stops = watchStops(lane, ledger, chats, () => over);
  if ((await Promise.race([work(), giveUp])) === "late") {
    const states = chats.flatMap(({ pages }) => pages.map(describe));
    ledger.fail("follow", `the round does not come to its end: ${states.join("; ")}`);
  }
  over = true;
  await stops;
  for (const page of chats.flatMap(({ pages }) => pages)) page.close();
  lane.apps.forEach((app, index) => void lookAtOutput(ledger, app.output().slice(printed[index])));
  const stored = await readStored(lane.databaseUrl);
  checkStored(lane, ledger, stored);
  const turns = [...ledger.turns.keys()].flatMap((id) => stored.turns.get(id) ?? []);
  const { violations, lag } = ledger;
  const endings = turns.map(({ status }) => status);
  return { plan, violations, interruptions, endings, messages: 2 * turns.length, lag, ...result };
}

/** Everything that the plan wants, each at its time, until all messages have arrived and nothing runs any more. */
async function playPlan(
  lane: Lane,
  ledger: Ledger,
  plan: RoundPlan,
  chats: Chat[],
  interruptions: InterruptionKind[],
): Promise<KillResult> {
  const opened = plan.conversations.map(async ({ opening }, index) => {
    for (const turn of opening) await chats[index]?.take(turn);
  });
  const underWay = allUnderWay(plan, chats);
  const at = async (ms: number) => {
    const begin = await underWay;
    await sleep(Math.max(0, begin + ms - performance.now()));
  };
  let recovered = false;
  const kill = async () => {
    await at(plan.killAtMs);
    const result = await killAndRestart(lane, ledger, plan, chats);
    recovered = true;
    return result;
  };
  const turns = plan.conversations.flatMap((conversation, index) =>
    conversation.turns.map(async (turn) => {
      await at(turn.atMs);
      await chats[index]?.take(turn);
    }),
  );
  const interrupted = plan.interruptions.map(async (interruption) => {
    await at(interruption.atMs);
    // what cannot be done to this page, because nothing is there to stop, is done to another one
    const { conversation } = interruption;
    const inTurn = [...chats.slice(conversation), ...chats.slice(0, conversation)];
    if (inTurn.some((chat) => chat.interrupt(interruption))) interruptions.push(interruption.kind);
  });
  const others = chats.map((chat) => chat.openOthers());
  const everything = Promise.all([kill(), ...opened, ...turns, ...interrupted, ...others]);
  // what is held longer than the kill would be held for ever
  let done = false;
  const release = async () => {
    for (; !done; await sleep(lookMs)) if (recovered) lane.provider.release();
  };
  const releasing = release();
  const [result] = await everything.finally(() => {
    done = true;
  });
  await releasing;
  return result;
}

/** Waits until the last answer of each opening is being shown, or has ended; gives the time. */
async function allUnderWay({ conversations }: RoundPlan, chats: Chat[]): Promise<number> {
  const isUnderWay = (chat: Chat, index: number) => {
    const last = chat.turns().find(({ request }) => request.modelId === conversations[index]?.opening.at(-1)?.modelId);
    return last !== undefined && (last.shown !== "" || last.ended !== null);
  };
  while (!chats.every(isUnderWay)) await sleep(10);
  return performance.now();
}

/** Each conversation goes on with one more message, and then every page shows what the server has. */
async function goOn(lane: Lane, ledger: Ledger, chats: Chat[]): Promise<void> {
  await Promise.all(
    chats.map(async (chat) => {
      await Promise.all(chat.pages.map((page) => page.lookAgain()));
      await Promise.all(chat.pages.map((page) => page.settle()));
      await chat.take({ atMs: 0, page: 0, modelId: "openai:scenario/quick", copies: 0 });
      // nobody tells a page of what another one began
      await Promise.all(chat.pages.map((page) => page.lookAgain()));
      const view = await checkOpens(ledger, chat);
      if (view) await Promise.all(chat.pages.map((page) => comesToShow(ledger, page, view)));
      await Promise.all(chat.pages.map((page) => hasNoGhost(ledger, page)));
    }),
  );
  const open = () => lane.times.calls().filter(({ entry }) => entry.finished === "open");
  for (let tries = 0; open().length > 0 && tries < 40; tries += 1) await sleep(lookMs);
  for (const { question } of open())
    ledger.fail("stop", `the provider still answers "${question}", and nobody listens`);
}

// A text that was sent is in no box any more, as soon as the page has heard of it.
async function hasNoGhost(ledger: Ledger, page: Page): Promise<void> {
  const deadline = performance.now() + followSeconds * 1000;
  while (page.ghost !== null && performance.now() < deadline) {
    await page.lookAgain();
    await sleep(lookMs);
  }
  if (page.ghost !== null) ledger.fail("box", `${page.name}: "${page.ghost}" was sent, and is in the box`);
}

async function comesToShow(ledger: Ledger, page: Page, view: ConversationView): Promise<void> {
  const lines = (messages: ConversationView["messages"]) =>
    messages.map((message) => `${message.id} ${message.status} ${shownText(message)}`).join("\n");
  const deadline = performance.now() + followSeconds * 1000;
  // a page has no more of the beginning than it was given
  const isShown = ({ turnId, messages, earlier }: Page["state"]) =>
    turnId === null && lines(messages) === lines(view.messages.slice(earlier.count));
  while (!isShown(page.state)) {
    if (performance.now() > deadline) {
      ledger.fail(
        "follow",
        `${describe(page)}; stored are ${view.messages.length} messages, ${lines(view.messages).slice(-120)}`,
      );
      return;
    }
    await sleep(lookMs);
  }
}

function describe({ name, state }: Page): string {
  const last = state.messages.at(-1);
  const what = `${state.status}, ${state.messages.length} messages, the last ${last?.status}`;
  return `${name}: ${what}, turn ${state.turnId}, sending ${state.sending}, box ${JSON.stringify(state.draft)}, ${JSON.stringify(state.error)}`;
}

/** Looks, a second after each stop that a server took, whether the turn has ended. */
async function watchStops(lane: Lane, ledger: Ledger, chats: Chat[], isOver: () => boolean): Promise<void> {
  const looked = new Set<string>();
  for (; !isOver(); await sleep(lookMs)) {
    for (const [id, turn] of ledger.turns) {
      if (turn.stopHeardAt === null || looked.has(id) || turn.ended) continue;
      if (performance.now() < turn.stopHeardAt + stopMs + slackOf(lane)) continue;
      looked.add(id);
      // its server may be gone, and then it ends as an orphan
      if (ledger.mayHaveMetSignal(turn)) continue;
      const chat = chats.find((chat) => chat.id === turn.request.conversationId);
      const survivor = lane.apps.findIndex(({ url }) => url !== ledger.kill?.base);
      const response = await chat
        ?.client(Math.max(0, survivor))
        .get(`/api/conversations/${chat.id}`)
        .catch(() => null);
      const view = response?.ok ? ((await response.json().catch(() => null)) as ConversationView | null) : null;
      if (view?.running?.turnId === id && !ledger.mayHaveMetSignal(turn)) {
        ledger.fail("stop", `"${turn.text}" still runs a second after it was stopped`);
      }
    }
  }
}
