import type { RequestError } from "@/components/http";
import type { Listeners } from "./listeners.ts";

/** What is told beside the page: something was done and can be undone, or could not be done. */
export type NoticeKind =
  | "deleted"
  | "discarded"
  | "unsent"
  | "archived"
  | "unarchived"
  | "restored"
  | "rename-failed"
  | "pin-failed"
  | "archive-failed"
  | "delete-failed"
  | "restore-failed"
  | "empty-failed"
  | "undo-failed"
  | "preset-failed"
  | "settings-failed";

export type Notice = {
  id: number;
  kind: NoticeKind;
  /** of the conversation, or the words of the message; empty for none */
  title: string;
  /** why it could not be done; null for what was done */
  error: RequestError | null;
  undo: (() => void) | null;
};

/** So many are shown at once: the oldest goes when there is one more. */
const shown = 3;

/** Short notices that go by themselves. */
export class Notices {
  readonly #listeners: Listeners;
  #last = 0;
  state: readonly Notice[] = [];

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  /** Tells something; gives the notice's id. */
  tell(kind: NoticeKind, title: string, more: Partial<Pick<Notice, "error" | "undo">> = {}): number {
    this.#last += 1;
    const id = this.#last;
    const notice = { id, kind, title, error: null, ...more, undo: more.undo ?? null };
    this.state = [...this.state, notice].slice(-shown);
    this.#listeners.notify();
    return id;
  }

  dismiss(id: number): void {
    if (!this.state.some((notice) => notice.id === id)) return;
    this.state = this.state.filter((notice) => notice.id !== id);
    this.#listeners.notify();
  }

  /** Undoes what was done last, if that can be undone; whether there was something. */
  undoLast(): boolean {
    const last = this.state.findLast(({ undo }) => undo !== null);
    last?.undo?.();
    return last !== undefined;
  }
}
