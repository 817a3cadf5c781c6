import { type RequestResult, requestJson } from "@/components/http";
import type { ConversationSummary, PutAwayConversation } from "@/lib/conversations/schema";
import type { Belongings } from "./belongings.ts";
import type { ConversationStates } from "./conversation-states.ts";
import type { ListStore } from "./list-store.ts";
import type { NoticeKind, Notices } from "./notices.ts";
import type { PutAwayStore } from "./put-away-store.ts";

type Room = {
  states: ConversationStates;
  list: ListStore;
  archive: PutAwayStore;
  trash: PutAwayStore;
  notices: Notices;
  belongings: Belongings;
};

/**
 * What a person does with conversations as a whole: naming, pinning, archiving, deleting, restoring. Each is shown at
 * once; when the server refuses it, it is taken back, and told.
 */
export class Upkeep {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Gives a conversation a name of the person's own; whether the server took it. */
  async rename(id: string, title: string): Promise<boolean> {
    const { states, list } = this.#room;
    const before = states.has(id) ? states.get(id).title : null;
    if (before !== null) states.change(id, { title });
    const result = await this.#change(id, { title }, { title }, "rename-failed");
    if (!result.ok && before !== null && states.has(id) && states.get(id).title === title) {
      states.change(id, { title: list.line(id)?.title ?? before });
    }
    return result.ok;
  }

  /** Pins a conversation, or lets it go; whether the server took it. */
  async pin(id: string, pinned: boolean): Promise<boolean> {
    const change = { pinnedAt: pinned ? new Date().toISOString() : null };
    return (await this.#change(id, change, { pinned }, "pin-failed")).ok;
  }

  async #change(
    id: string,
    shown: Partial<ConversationSummary> | null,
    body: object,
    failed: NoticeKind,
  ): Promise<RequestResult<null>> {
    const release = this.#room.list.hold(id, shown);
    const title = this.#titleOf(id);
    const result = await request<null>(`/api/conversations/${id}`, { method: "PATCH", body });
    release(result.ok);
    if (!result.ok) this.#failed(failed, title, result);
    return result;
  }

  /** Puts a conversation into the archive; that can be undone. */
  async archive(id: string): Promise<void> {
    const { list, archive } = this.#room;
    const line = list.line(id);
    const done = this.#change(id, null, { archived: true }, "archive-failed").then(({ ok }) => {
      if (ok) archive.refresh();
      return ok;
    });
    await this.#undoable("archived", this.#titleOf(id), done, async () => {
      const result = await request(`/api/conversations/${id}`, { method: "PATCH", body: { archived: false } });
      if (!result.ok) return this.#failed("undo-failed", line?.title ?? "", result);
      this.#comeBack(line);
      archive.refresh();
    });
  }

  /** Takes a conversation out of the archive. */
  async unarchive(line: PutAwayConversation): Promise<void> {
    const leave = this.#room.archive.hide([line.id]);
    const result = await request(`/api/conversations/${line.id}`, { method: "PATCH", body: { archived: false } });
    leave(result.ok);
    if (!result.ok) return this.#failed("archive-failed", line.title, result);
    this.#comeBack(line);
    this.#room.notices.tell("unarchived", line.title);
  }

  /**
   * Deletes a conversation: it lies in the trash then, unless nothing of it was ever sent, and this can be undone.
   * @param onBack when it is there again, because that was undone or refused
   */
  async remove(id: string, title: string, onBack: () => void = () => {}): Promise<void> {
    const { list, archive, trash, belongings } = this.#room;
    const [line, local] = [list.line(id), list.isLocal(id)];
    const [release, leave] = [list.hold(id, null), archive.hide([id])];
    const begins = belongings.beginning(id);
    const left = belongings.take(id);
    const ask = () => request<null>(`/api/conversations/${id}`, { method: "DELETE" });
    // deleted before it begins, it would come with its first message after that
    const asked = local ? nothingToAsk : begins ? begins.then(ask) : ask();
    let there = !local;
    const back = async () => {
      if (there || local) belongings.putBack(await left);
      else belongings.beginAgain(await left);
      onBack();
    };
    const done = asked.then(async (result) => {
      // deleted elsewhere, it is what was wanted
      const ok = result.ok || result.status === 404;
      if (begins) there = result.ok;
      release(ok);
      leave(ok);
      if (ok) trash.refresh();
      else await back();
      if (!result.ok && !ok) this.#failed("delete-failed", title, result);
      return ok;
    });
    await this.#undoable(local ? "discarded" : "deleted", title, done, async () => {
      const result = there ? await this.#restore(id) : await nothingToAsk;
      if (!result.ok) return this.#failed("undo-failed", title, result);
      this.#comeBack(there ? line : undefined);
      trash.refresh();
      archive.refresh();
      await back();
    });
  }

  /** Takes a conversation out of the trash. */
  async restore(line: PutAwayConversation): Promise<void> {
    const leave = this.#room.trash.hide([line.id]);
    const result = await this.#restore(line.id);
    leave(result.ok);
    if (!result.ok) return this.#failed("restore-failed", line.title, result);
    // it may come back into the archive instead
    void this.#room.list.load();
    this.#room.notices.tell("restored", line.title);
  }

  /** Deletes what lies in the trash for ever. */
  async deleteForEver(line: PutAwayConversation): Promise<void> {
    const leave = this.#room.trash.hide([line.id]);
    const result = await request(`/api/trash/${line.id}`, { method: "DELETE" });
    leave(result.ok || result.status === 404);
    if (!result.ok && result.status !== 404) this.#failed("delete-failed", line.title, result);
  }

  /** The same for all that lies there. */
  async emptyTrash(): Promise<void> {
    const look = this.#room.trash.hideAll();
    const result = await request("/api/trash", { method: "DELETE" });
    if (!result.ok) this.#failed("empty-failed", "", result);
    await look();
  }

  #restore(id: string): Promise<RequestResult<null>> {
    return request<null>(`/api/trash/${id}/restore`, { method: "POST", body: {} });
  }

  // Told at once; it can be undone while the server is still asked, and is when it has answered.
  async #undoable(kind: NoticeKind, title: string, done: Promise<boolean>, undo: () => Promise<void>): Promise<void> {
    const { notices } = this.#room;
    const notice = notices.tell(kind, title, {
      undo: () => {
        notices.dismiss(notice);
        void done.then((ok) => (ok ? undo() : undefined));
      },
    });
    if (!(await done)) notices.dismiss(notice);
  }

  // An answer that ran in it was stopped.
  #comeBack(line: ConversationSummary | undefined): void {
    if (line) this.#room.list.put({ ...line, running: false });
    void this.#room.list.load();
  }

  #titleOf(id: string): string {
    return this.#room.list.line(id)?.title ?? (this.#room.states.has(id) ? this.#room.states.get(id).title : "");
  }

  #failed(kind: NoticeKind, title: string, result: RequestResult<unknown>): void {
    if (result.ok) return;
    this.#room.notices.tell(kind, title, { error: result.error });
    // what is not there for this page may be there for the server no more
    if (result.status === 404) void this.#room.list.load();
  }
}

// What was done is shown as done: it goes on when the page is left in the same moment.
function request<T>(path: string, options: { method: string; body?: object }): Promise<RequestResult<T>> {
  return requestJson<T>(path, { ...options, keepalive: true });
}

const nothingToAsk: Promise<RequestResult<null>> = Promise.resolve({ ok: true, value: null });
