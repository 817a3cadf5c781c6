import { setTimeout as sleep } from "node:timers/promises";
import type { MessageRequest } from "../../lib/turns/schema.ts";
import type { Account } from "../support/accounts.ts";
import { type Client, clientFor } from "../support/client.ts";
import { readEvents } from "../support/turns.ts";
import type { Lane } from "./lane.ts";
import type { SentTurn } from "./ledger.ts";
import { Page, type Stage } from "./page.ts";
import type { ConversationPlan, Interruption, TurnPlan } from "./plan.ts";

const lookMs = 10;
/** how long a closed page stays closed */
const closedMs = 400;

/** A conversation in a round: its pages, and the requests that go to it past them. */
export class Chat {
  readonly pages: Page[];
  readonly #stage: Stage;
  readonly #lane: Lane;
  readonly #account: Account;
  readonly #name: string;
  readonly #plan: ConversationPlan;
  #questions = 0;

  constructor(stage: Stage, lane: Lane, name: string, account: Account, plan: ConversationPlan) {
    this.#stage = stage;
    this.#lane = lane;
    this.#name = name;
    this.#account = account;
    this.#plan = plan;
    this.pages = [this.#open(0, null)];
  }

  get id(): string {
    return this.pages[0]?.conversationId ?? "";
  }

  /** The turns that were sent in it, the first one first. */
  turns(): SentTurn[] {
    return [...this.#stage.ledger.turns.values()].filter(({ request }) => request.conversationId === this.id);
  }

  /** Opens the other pages, as soon as there is something to open. */
  async openOthers(): Promise<void> {
    const isThere = () => this.turns().some(({ acknowledged, shown, ended }) => acknowledged || shown || ended);
    while (!isThere() && !this.#stage.isOver()) await sleep(lookMs);
    for (const index of this.#plan.pages.keys()) {
      if (index === 0) continue;
      const page = this.#open(index, this.id);
      this.pages.push(page);
      await page.load();
    }
  }

  /** A person sends a message, until it has arrived; copies of the request go out beside it. */
  async take({ page: index, modelId, copies }: TurnPlan): Promise<void> {
    const page = this.pages[index] ?? this.pages[0];
    this.#questions += 1;
    const question = `${this.#name}, question ${this.#questions}?`;
    const said = page?.say(question, modelId);
    if (copies > 0) {
      const request = await this.#requestFor(question);
      for (let count = 0; request && count < copies; count += 1) void this.#sendAgain(request, count);
    }
    await said;
  }

  /** Does to a page, or on it, what the plan says; false when there is nothing to do it to. */
  interrupt({ kind, page: index }: Interruption): boolean {
    const page = this.pages[index];
    if (!page?.begun) return false;
    switch (kind) {
      case "reload":
        void page.load();
        return true;
      case "close":
        void page.load(closedMs);
        return true;
      case "drop":
        page.drop();
        return true;
      case "look-away":
        void page.lookAgain();
        return true;
      case "stop":
        return page.stop();
      case "move":
        page.leadTo(this.#lane.apps.find(({ url }) => url !== page.base)?.url ?? page.base);
        return true;
      case "double-send": {
        const turn = this.turns().at(-1);
        if (turn) void this.#sendAgain(turn.request, index);
        return turn !== undefined;
      }
      case "late-stop": {
        const turn = this.turns().find(({ ended }) => ended !== null);
        if (turn) void this.#stopLate(turn);
        return turn !== undefined;
      }
    }
  }

  /** A client of the conversation's person, to one of the instances. */
  client(instance = 0): Client {
    const app = this.#lane.apps[instance % this.#lane.apps.length] ?? this.#lane.apps[0];
    return clientFor(app as { url: string }, this.#account);
  }

  #open(index: number, conversationId: string | null): Page {
    const app = this.#lane.apps[this.#plan.pages[index]?.instance ?? 0] ?? this.#lane.apps[0];
    return new Page(this.#stage, `${this.#name}, page ${index + 1}`, this.#account, app?.url ?? "", conversationId);
  }

  async #requestFor(question: string): Promise<MessageRequest | null> {
    while (!this.#stage.isOver()) {
      const turn = this.turns().find(({ text }) => text === question);
      if (turn) return turn.request;
      await sleep(lookMs);
    }
    return null;
  }

  // Reads along to the end, and looks at the numbers of the events: each comes once and none is left out.
  async #sendAgain(request: MessageRequest, instance: number): Promise<void> {
    const { ledger } = this.#stage;
    const base = this.#lane.apps[instance % this.#lane.apps.length]?.url ?? "";
    const turn = ledger.sent(request, base);
    const wasAcknowledged = turn.acknowledged;
    const response = await this.client(instance)
      .post("/api/chat", request)
      .catch(() => null);
    if (!response) return;
    if (!response.ok) {
      const answered = `${response.status} ${await response.text().catch(() => "")}`;
      if (response.status >= 500) ledger.fail("quiet", `a repeated POST /api/chat answered ${answered}`);
      else if (wasAcknowledged) ledger.fail("once", `"${turn.text}" was accepted, and then refused: ${answered}`);
      return;
    }
    turn.acknowledged = true;
    let last = 0;
    try {
      for await (const { id } of readEvents(response)) {
        if (Number(id) !== last + 1) ledger.fail("log", `"${turn.text}": event ${id} came after event ${last}`);
        last = Number(id);
      }
    } catch {
      // the server was killed
    }
  }

  async #stopLate(turn: SentTurn): Promise<void> {
    const client = this.client(this.#lane.apps.length - 1);
    const response = await client.post(`/api/turns/${turn.request.turnId}/stop`).catch(() => null);
    if (response && response.status !== 204) {
      this.#stage.ledger.fail("stop", `a late stop of "${turn.text}" answered ${response.status}`);
    }
  }
}
