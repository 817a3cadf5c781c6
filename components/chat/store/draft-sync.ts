import { v7 as uuidv7 } from "uuid";
import { requestJson } from "@/components/http";
import { type DraftAnswer, maxDraftLength, type StoredDraft } from "@/lib/conversations/drafts-schema";
import { Kept } from "./kept.ts";

/** Typing goes to the server when it pauses for so long, and one text at most in so many milliseconds. */
const pauseMs = 1000;
const betweenMs = 3000;

/** A tab that is being closed, which often shows this one, counts as open for a moment yet: at most so many milliseconds. */
const closingMs = 5000;

/** How a box here stands to the draft that the server has for it. */
type Standing = {
  /** the revision on the server that the text here was made from; null for nothing */
  base: string | null;
  /** the text here has changed since */
  dirty: boolean;
  /** the tab that has typed it */
  tab: string;
};

type Box = Standing & {
  /** written by another device while the text here had changed, too: the person chooses */
  offered: StoredDraft | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** when the text was sent last, and when it changed first since; in milliseconds of this page */
  sentAt: number;
  changedAt: number | null;
  busy: boolean;
};

type Room = {
  /** this tab, and whether another one is open in this browser */
  tab: () => string;
  isOpen: (tab: string) => Promise<boolean>;
  /** whether another tab of this browser is closed within so many milliseconds; answers soon after */
  closes: (tab: string, withinMs: number) => Promise<boolean>;
  /** what stands in a box; null for one that is not on this page */
  textOf: (box: string) => string | null;
  /** what was sent last where a box belongs (`after` of the server's `DraftChange`) */
  lastSentIn: (box: string) => string | null;
  put: (box: string, text: string) => void;
  /** has the person choose between the text in the box and this one; null for no choice any more */
  offer: (box: string, text: string | null) => void;
};

/**
 * Drafts on all devices of a person. What is typed goes to the server when the person pauses; what another device has
 * written is taken over where nothing was changed here since, and offered where something was. A text that is on its
 * way, that the server would not take, or that cannot reach it stays here and is tried again.
 */
export class DraftSync {
  readonly #room: Room;
  readonly #kept: Kept<Standing>;
  readonly #boxes = new Map<string, Box>();
  constructor(owner: string, room: Room) {
    this.#room = room;
    this.#kept = new Kept("synced", owner, () => {});
  }

  /** The text in a box has changed here. */
  changed(box: string): void {
    const known = this.#of(box);
    known.changedAt ??= performance.now();
    if (!known.dirty) {
      known.dirty = true;
      this.#keep(box, known);
    }
    this.#plan(box, known);
  }

  /** Asks what other devices have written in a box. */
  async look(box: string): Promise<void> {
    const known = await this.#restore(box);
    if (known.busy) return;
    known.busy = true;
    const result = await requestJson<DraftAnswer>(`/api/drafts/${box}`);
    known.busy = false;
    if (!result.ok) return;
    await this.#meet(box, known, result.value.draft);
    this.#plan(box, known);
  }

  /** Puts what another device has written in the place of the text here. */
  take(box: string): void {
    const known = this.#of(box);
    if (!known.offered) return;
    const { text, revision } = known.offered;
    this.#settle(box, known, { base: revision, dirty: false });
    this.#room.put(box, text);
  }

  /** Keeps the text here, and puts it in the place of what another device has written. */
  discard(box: string): void {
    const known = this.#of(box);
    if (!known.offered) return;
    this.#settle(box, known, { base: known.offered.revision, dirty: true });
    this.#plan(box, known);
  }

  /** Sends what has changed, before the page goes. */
  flush(): void {
    for (const [box, known] of this.#boxes) if (known.timer !== undefined) void this.#push(box, known, true);
  }

  /** The conversation is gone, and its draft with it. */
  forget(box: string): void {
    clearTimeout(this.#boxes.get(box)?.timer);
    this.#boxes.delete(box);
    this.#kept.delete(box);
  }

  /** Sends nothing any more. */
  end(): void {
    for (const known of this.#boxes.values()) {
      clearTimeout(known.timer);
      known.timer = undefined;
    }
  }

  #of(box: string): Box {
    let known = this.#boxes.get(box);
    if (!known) {
      const kept = this.#kept.get(box);
      const own = kept?.tab === this.#room.tab() ? kept : null;
      const unsent = {
        offered: null,
        timer: undefined,
        sentAt: Number.NEGATIVE_INFINITY,
        changedAt: null,
        busy: false,
      };
      known = { base: own?.base ?? null, dirty: own?.dirty ?? false, tab: this.#room.tab(), ...unsent };
      this.#boxes.set(box, known);
    }
    return known;
  }

  // How the box stood when the page was left; what another open tab has typed is that tab's to send.
  async #restore(box: string): Promise<Box> {
    if (this.#boxes.has(box)) return this.#of(box);
    const kept = this.#kept.get(box);
    const ours = kept !== null && (kept.tab === this.#room.tab() || !(await this.#room.isOpen(kept.tab)));
    const known = this.#of(box);
    if (ours) known.base ??= kept.base;
    known.dirty ||= ours ? kept.dirty : Boolean(this.#room.textOf(box));
    return known;
  }

  // What the server has meets what is here.
  async #meet(box: string, known: Box, stored: StoredDraft | null): Promise<void> {
    const isOurs = stored?.tab === this.#room.tab();
    if (stored && !isOurs && (await this.#room.isOpen(stored.tab))) {
      void this.#room.closes(stored.tab, closingMs).then((closed) => (closed ? this.look(box) : undefined));
      return;
    }
    const text = this.#room.textOf(box);
    if (text === null) return;
    const base = stored?.revision ?? null;
    const there = stored?.text ?? "";
    if (text.toWellFormed() === there) this.#settle(box, known, { base, dirty: false });
    else if (!known.dirty) {
      this.#settle(box, known, { base, dirty: false });
      this.#room.put(box, there);
    } else if (isOurs || stored === null || base === known.base) this.#settle(box, known, { base, dirty: true });
    else {
      known.offered = stored;
      this.#room.offer(box, stored.text);
    }
  }

  #settle(box: string, known: Box, { base, dirty }: Pick<Standing, "base" | "dirty">): void {
    Object.assign(known, { base, dirty, ...(!dirty && { changedAt: null }) });
    if (known.offered) this.#room.offer(box, null);
    known.offered = null;
    this.#keep(box, known);
  }

  #keep(box: string, { base, dirty }: Standing): void {
    if (base === null && !dirty) this.#kept.delete(box);
    else this.#kept.put(box, { base, dirty, tab: this.#room.tab() });
  }

  #plan(box: string, known: Box): void {
    clearTimeout(known.timer);
    known.timer = undefined;
    if (!known.dirty || known.offered || known.busy) return;
    const now = performance.now();
    known.changedAt ??= now;
    const due = Math.max(Math.min(now + pauseMs, known.changedAt + betweenMs), known.sentAt + betweenMs);
    known.timer = setTimeout(() => void this.#push(box, known), due - now);
  }

  async #push(box: string, known: Box, leaving = false): Promise<void> {
    clearTimeout(known.timer);
    known.timer = undefined;
    const text = this.#room.textOf(box)?.toWellFormed() ?? "";
    if (text === "" && known.base === null) return this.#settle(box, known, { base: null, dirty: false });
    // it stays in this browser
    if (text.length > maxDraftLength) return;
    const revision = uuidv7();
    Object.assign(known, { busy: true, sentAt: performance.now(), changedAt: null });
    const body = { text, revision, base: known.base, tab: this.#room.tab(), after: this.#room.lastSentIn(box) };
    const result = await requestJson<DraftAnswer>(`/api/drafts/${box}`, { method: "PUT", body, keepalive: leaving });
    known.busy = false;
    // a server that is away, or has no room, has it with the next change or the next look
    if (!result.ok || this.#boxes.get(box) !== known) return;
    const { draft } = result.value;
    const isThere = text === "" ? draft === null : draft?.revision === revision;
    const now = this.#room.textOf(box)?.toWellFormed() ?? "";
    if (isThere) this.#settle(box, known, { base: draft?.revision ?? null, dirty: now !== text });
    else await this.#meet(box, known, draft);
    this.#plan(box, known);
  }
}
