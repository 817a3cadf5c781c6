import { setTimeout as sleep } from "node:timers/promises";
import { ChatStore } from "../../components/chat/store/chat-store.ts";
import type { ConversationState } from "../../components/chat/store/state.ts";
import type { ConversationView } from "../../lib/conversations/schema.ts";
import type { MessageRequest } from "../../lib/turns/schema.ts";
import type { Account } from "../support/accounts.ts";
import type { Ledger } from "./ledger.ts";
import { Screen } from "./screen.ts";
import { type Browser, type Exchange, newBrowser, Tab } from "./tab.ts";

const againMs = 100;
/** so often a text is looked for before it is taken for lost */
const goneLooks = 50;

/** What all pages of a round share. */
export type Stage = { ledger: Ledger; isOver: () => boolean };

/** A person's page with one conversation open, in a browser of its own, over all its reloads: the real store. */
export class Page {
  readonly name: string;
  readonly screen: Screen;
  readonly #stage: Stage;
  readonly #browser: Browser;
  conversationId: string;
  #tab: Tab;
  #store: ChatStore;
  #loading: Promise<void> | null = null;
  #saying: Promise<void> = Promise.resolve();
  /** what was typed here: another device's draft is not this page's to send */
  readonly #typed = new Set<string>();
  #loadedFrom: string;
  #end: () => void = () => {};

  /** @param conversationId null for a new conversation */
  constructor(stage: Stage, name: string, account: Account, base: string, conversationId: string | null) {
    this.#stage = stage;
    this.name = name;
    this.screen = new Screen(stage.ledger, name);
    this.#browser = newBrowser(account);
    this.#tab = this.#newTab(base);
    this.#store = this.#newStore();
    this.#loadedFrom = base;
    this.conversationId = conversationId ?? this.#store.draftId;
    if (conversationId === null) this.#tab.run(() => this.#begin());
    this.#watch();
  }

  /** Whether something was sent in the conversation: before that its page is the page of a new chat. */
  get begun(): boolean {
    return [...this.#stage.ledger.turns.values()].some(({ request }) => request.conversationId === this.conversationId);
  }

  get base(): string {
    return this.#tab.base;
  }

  get state(): ConversationState {
    return this.#store.conversation(this.conversationId);
  }

  /**
   * The server's page of the conversation, asked for until it is there, and from then on the page's own code.
   * @param awayMs how long the page is closed before
   */
  load(awayMs = 0): Promise<void> {
    this.close();
    const tab = this.#newTab(this.base);
    this.#tab = tab;
    this.screen.reloaded();
    const loading = this.#render(tab, awayMs).finally(() => {
      if (this.#loading === loading) this.#loading = null;
    });
    this.#loading = loading;
    return loading;
  }

  /** The connections break; the page goes on. */
  drop(): void {
    this.#tab.drop();
  }

  /** Where the next connections go. */
  leadTo(base: string): void {
    this.#tab.base = base;
    this.#tab.drop();
  }

  /** The person looked at something else and comes back. Resolves when what the server says now is shown. */
  async lookAgain(): Promise<void> {
    while (this.#loading) await this.#loading;
    const { conversationId } = this;
    this.#tab.comeBack();
    const opened = this.#tab.run(() => this.#store.show(conversationId));
    await Promise.race([opened, this.#tab.whenClosed]);
  }

  /** Presses Stop; false when there is nothing to stop. */
  stop(): boolean {
    const { turnId, stopping } = this.state;
    if (!turnId || stopping || this.#loading) return false;
    void this.#tab.run(() => this.#store.stop(this.conversationId));
    return true;
  }

  /** Sends a message, as soon as nothing is being answered, and again until it has arrived. */
  say(text: string, modelId: string): Promise<void> {
    this.#saying = this.#saying.then(async () => {
      await this.#emptied();
      this.#type(text, modelId);
      await this.settle();
      // a page that was reloaded takes a moment until its queue and its box are what they were
      for (let looks = 0; looks < goneLooks && !this.#stage.isOver() && !this.#says(text); looks += 1) {
        await sleep(againMs);
        await this.settle();
      }
      if (!this.#stage.isOver() && !this.#says(text))
        this.#stage.ledger.fail("typed", `${this.name}: "${text}" is gone`);
    });
    return this.#saying;
  }

  /** The text in the box if it was sent already: nobody should find it there. */
  get ghost(): string | null {
    const { draft } = this.state;
    return draft !== "" && this.#says(draft) ? draft : null;
  }

  /** Until nothing is being answered here, and nothing that was typed here is left in the box. */
  async settle(): Promise<void> {
    while (!this.#stage.isOver()) {
      if (this.#loading) {
        await this.#loading;
        continue;
      }
      const { status, draft, sending, turnId, waiting } = this.state;
      if (status === "missing" || status === "failed")
        this.#tab.run(() => void this.#store.reload(this.conversationId));
      else if (waiting.some(({ waitsFor }) => waitsFor === "person"))
        await this.#press((id) => this.#store.sendNow(id));
      else if (!sending && !turnId && waiting.length === 0 && status !== "loading") {
        if (!this.#typed.has(draft) || this.#says(draft)) return;
        await this.#press((id) => this.#store.send(id));
      }
      await sleep(againMs);
    }
  }

  /** Until nothing stands in the box: who finds there what they have begun on another device does not type over it. */
  async #emptied(): Promise<void> {
    for (await this.settle(); this.state.draft !== "" && !this.#stage.isOver(); await this.settle()) {
      await sleep(againMs);
      await this.lookAgain();
    }
  }

  close(): void {
    this.#tab.close();
    this.#tab.run(() => this.#end());
  }

  // what is under way when a page is left goes on without it
  async #press(work: (id: string) => Promise<void>): Promise<void> {
    await Promise.race([this.#tab.run(() => work(this.conversationId)), this.#tab.whenClosed]);
  }

  #says(text: string): boolean {
    return this.state.messages.some(({ parts }) => parts.some((part) => part.text === text));
  }

  #type(text: string, modelId: string): void {
    this.#typed.add(text);
    this.#tab.run(() => {
      if (this.state.modelId !== modelId) void this.#store.choices.chooseModel(this.conversationId, modelId);
      this.#store.setDraft(this.conversationId, text);
    });
  }

  #newTab(base: string): Tab {
    return new Tab(this.#browser, base, (exchange) => this.#note(exchange));
  }

  #newStore(): ChatStore {
    const { email } = this.#browser.account;
    const firstPage = { conversations: [], next: null };
    const first = { firstPage, defaultModelId: "openai:scenario/quick", defaultPreset: null };
    return this.#tab.run(() => new ChatStore(first, email));
  }

  async #render(tab: Tab, awayMs: number): Promise<void> {
    await sleep(awayMs);
    const view = await this.#readView(tab);
    if (tab.closed) return;
    this.#store = this.#newStore();
    tab.run(() => {
      if (view) this.#store.seed(view);
      else this.#store.seedMissing(this.conversationId);
      this.#begin();
    });
    if (this.#loadedFrom !== tab.base) this.screen.behind = true;
    this.#loadedFrom = tab.base;
    this.#watch();
  }

  #begin(): void {
    this.#end = this.#store.start();
    void this.#store.show(this.conversationId);
  }

  async #readView(tab: Tab): Promise<ConversationView | null> {
    while (!tab.closed && !this.#stage.isOver()) {
      const response = await tab.fetch(`/api/conversations/${this.conversationId}`).catch(() => null);
      if (response?.status === 404) return null;
      const view = response?.ok ? await response.json().catch(() => null) : null;
      if (view) return view as ConversationView;
      await sleep(againMs);
    }
    return null;
  }

  #watch(): void {
    const tab = this.#tab;
    let due = false;
    const look = () => {
      due = false;
      if (!tab.closed && !this.#stage.isOver()) this.screen.look(this.state);
    };
    // nobody sees what lies between two changes in one task: a browser paints after it
    this.#store.subscribe(() => {
      if (!due) setImmediate(look);
      due = true;
    });
    look();
  }

  #note({ method, path, body, status }: Exchange): void {
    const { ledger } = this.#stage;
    if (status !== null && status >= 500) ledger.fail("quiet", `${method} ${path} answered ${status}`);
    if (method !== "POST") return;
    const stopped = /^\/api\/turns\/(.+)\/stop$/.exec(path)?.[1];
    if (stopped) ledger.noteStop(stopped, status);
    if (path !== "/api/chat" || body === null) return;
    const turn = ledger.sent(JSON.parse(body) as MessageRequest, this.base);
    if (status === null) this.screen.sent(turn);
    else if (status === 200) turn.acknowledged = true;
    turn.refused = status !== null && status >= 400 && status < 500;
  }
}
