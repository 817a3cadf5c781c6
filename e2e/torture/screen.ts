import type { ConversationState } from "../../components/chat/store/state.ts";
import { type MessageView, messageText } from "../../lib/conversations/schema.ts";
import { type Ledger, type SentTurn, shownText, tail } from "./ledger.ts";

/** A text that was refused is looked for on the server before it waits again: it may be away for as long as that takes. */
const goneMs = 5_000;

type Shown = { text: string; status: MessageView["status"] };

/** What one page has shown of one conversation, over its reloads: each new picture is held against the last. */
export class Screen {
  readonly #ledger: Ledger;
  readonly #name: string;
  readonly #answers = new Map<string, Shown>();
  /** the turns that the person sent on this page */
  readonly #mine = new Set<SentTurn>();
  readonly #goneSince = new Map<SentTurn, number>();
  /** the page was loaded from another instance than the one that showed the last picture */
  behind = false;

  constructor(ledger: Ledger, name: string) {
    this.#ledger = ledger;
    this.#name = name;
  }

  sent(turn: SentTurn): void {
    this.#mine.add(turn);
  }

  /** A reload takes away what stands in the box: what was refused is not on the screen any more. */
  reloaded(): void {
    for (const turn of this.#mine) if (turn.refused) this.#mine.delete(turn);
  }

  /** Looks at what the page shows now. */
  look(state: ConversationState): void {
    if (state.status === "loading") return;
    this.#lookForMine(state);
    const present = new Set<string>();
    for (const message of state.messages) {
      if (message.role !== "assistant" || message.parentId === null) continue;
      present.add(message.parentId);
      this.#lookAtAnswer(message.parentId, { text: shownText(message), status: message.status }, message.modelId ?? "");
    }
    for (const [parentId, { text }] of this.#answers) {
      if (present.has(parentId) || text === "") continue;
      this.#answers.delete(parentId);
      this.#ledger.fail("screen", `${this.#name}: an answer of ${tail(text)} is gone; the page is ${state.status}`);
    }
    this.behind = false;
  }

  #lookAtAnswer(parentId: string, now: Shown, modelId: string): void {
    const turn = this.#ledger.ofMessage(parentId);
    if (!turn) return;
    const before = this.#answers.get(parentId);
    this.#answers.set(parentId, now);
    if (before && !now.text.startsWith(before.text)) {
      const why = this.#ledger.whyNotShorter(turn, modelId, before.text, now.text, this.behind);
      const change = `${tail(before.text)} ${before.status} became ${tail(now.text)} ${now.status}`;
      if (why) this.#ledger.fail("screen", `${this.#name}: "${turn.text}": ${change}: ${why}`);
    }
    if (before && before.status !== "running" && now.status === "running") {
      this.#ledger.fail("ended", `${this.#name}: "${turn.text}" had ended ${before.status}, and is running again`);
    }
    if (now.status !== "running") this.#ledger.sawEnd(turn, now.status, now.text, this.#name);
    if (now.text.length > turn.shown.length) turn.shown = now.text;
  }

  #lookForMine(state: ConversationState): void {
    const texts = [...state.messages.map(({ parts }) => messageText(parts)), ...state.waiting.map(({ text }) => text)];
    for (const turn of this.#mine) {
      if (state.draft.includes(turn.text) || texts.includes(turn.text)) {
        this.#goneSince.delete(turn);
        continue;
      }
      const since = this.#goneSince.get(turn) ?? performance.now();
      this.#goneSince.set(turn, since);
      if (performance.now() - since < goneMs) continue;
      this.#mine.delete(turn);
      this.#ledger.fail("typed", `${this.#name}: "${turn.text}" is neither in the conversation nor in the box`);
    }
  }
}
