import { requestJson } from "@/components/http";
import type { ConversationView } from "@/lib/conversations/schema";
import { lastQuestionId } from "./answers.ts";
import { mayBeBehind } from "./arrivals.ts";
import { Belongings } from "./belongings.ts";
import { Choices } from "./choices.ts";
import { ConversationStates } from "./conversation-states.ts";
import { Drafts } from "./drafts.ts";
import { Earlier } from "./earlier.ts";
import type { FirstPage } from "./first-page.ts";
import { sweepKept } from "./kept.ts";
import { ListStore } from "./list-store.ts";
import { Listeners } from "./listeners.ts";
import { MessageBoxes } from "./message-boxes.ts";
import { Messages } from "./messages.ts";
import { ModelsStore } from "./models-store.ts";
import { lookForNews } from "./news.ts";
import { Notices } from "./notices.ts";
import { PresetsStore } from "./presets-store.ts";
import { PutAwayStore } from "./put-away-store.ts";
import { removeWaiting } from "./remove-waiting.ts";
import { type AskedModel, type ConversationState, withView } from "./state.ts";
import { awaitTitle } from "./title.ts";
import { Turns } from "./turns.ts";
import { Upkeep } from "./upkeep.ts";
import { Versions } from "./versions.ts";

/** A page that is being left shows nothing new for so long, in milliseconds; one that stays after all goes on then. */
const unloadMs = 10_000;

/** How long the settings' form waits for what other devices have set, in milliseconds. */
const settingsWaitMs = 500;

/**
 * Everything the chat page knows, apart from React: the conversations that were opened, each with its follower, the
 * sidebar's list and the models. A turn goes on being followed while another conversation is looked at.
 */
export class ChatStore {
  readonly #listeners = new Listeners();
  readonly #states: ConversationStates;
  readonly #turns: Turns;
  readonly #drafts: Drafts;
  readonly boxes: MessageBoxes;
  readonly #messages: Messages;
  readonly earlier: Earlier;
  readonly list: ListStore;
  readonly models: ModelsStore;
  readonly versions: Versions;
  readonly presets: PresetsStore;
  readonly choices: Choices;
  readonly archive: PutAwayStore;
  readonly trash: PutAwayStore;
  readonly notices: Notices;
  readonly upkeep: Upkeep;
  /** the conversation that the address names */
  #currentId = "";
  #keeps = true;
  /** conversations that are being read, and the reading that was asked for meanwhile */
  readonly #readings = new Map<string, { now: Promise<void>; next: Promise<void> | null }>();

  constructor(
    { firstPage, defaultModelId, defaultPreset, presetNames = [], modelNames = {} }: FirstPage,
    owner: string,
  ) {
    const reload = (id: string) => this.reload(id);
    this.list = new ListStore(firstPage, this.#listeners);
    this.models = new ModelsStore(this.#listeners, modelNames);
    this.#states = new ConversationStates(this.#listeners, defaultModelId, defaultPreset);
    this.presets = new PresetsStore(this.#listeners, this.#states, presetNames);
    this.earlier = new Earlier(this.#states);
    const onAccept = (modelId: string) => this.models.noteUse(modelId);
    const onEnd = (id: string, beganHere: boolean) => this.#onEnd(id, beganHere);
    this.#turns = new Turns(this.#states, this.list, { reload, onAccept, onEnd });
    const onKept = (kept: boolean) => this.#noteKept(kept);
    this.#drafts = new Drafts(owner, onKept);
    this.boxes = new MessageBoxes(this.#states, this.#drafts, owner);
    const shared = { states: this.#states, turns: this.#turns, list: this.list };
    const room = { ...shared, drafts: this.#drafts, boxes: this.boxes };
    this.#messages = new Messages(room, owner, onKept, reload);
    this.versions = new Versions(room, reload);
    this.choices = new Choices({ ...room, messages: this.#messages });
    this.archive = new PutAwayStore("/api/archive", this.#listeners);
    this.trash = new PutAwayStore("/api/trash", this.#listeners);
    this.notices = new Notices(this.#listeners);
    const belongings = new Belongings({ ...room, messages: this.#messages, choices: this.choices });
    this.upkeep = new Upkeep({ ...room, archive: this.archive, trash: this.trash, notices: this.notices, belongings });
  }

  /** Begins what goes on by itself in a browser: sending what waits, looking for news. Gives the way to end it. */
  start(): () => void {
    sweepKept();
    const endMessages = this.#messages.start();
    const endNews = lookForNews({
      look: () => this.refresh(),
      // of a turn that is not followed here nobody tells when it ends
      isUrgent: () => this.list.state.conversations.some(({ id, running }) => running && !this.#turns.isFollowing(id)),
      onReturn: () => {
        this.#messages.retry();
        void this.open(this.#currentId);
        void this.refresh();
      },
      onLeave: () => {
        this.boxes.flush();
        this.#turns.noteSeen();
      },
      // until the next page is there this one is looked at, and what is seen must not be more than the server has sent there
      onUnload: () => {
        this.#listeners.rest(unloadMs);
        this.#turns.noteSeen();
      },
    });
    return () => {
      endMessages();
      endNews();
      this.boxes.end();
    };
  }

  /** Whether this browser keeps what is typed over a reload. */
  get keeps(): boolean {
    return this.#keeps;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  get draftId(): string {
    return this.#states.draftId;
  }

  /** The state of a conversation; one that is not loaded yet is `loading`, the draft `new`. */
  conversation(id: string): ConversationState {
    return this.#states.get(id);
  }

  /** Takes what the server rendered, before the first paint. */
  seed(view: ConversationView): void {
    this.#states.seed(view);
  }

  /** The same where the server found nothing. */
  seedMissing(id: string): void {
    this.#states.seedMissing(id);
  }

  /** Takes the model that the address wants for the new conversation, or says that there is none, before the first paint. */
  beginWith(asked: AskedModel): void {
    this.#states.beginWith(asked);
  }

  /** Makes room for another new conversation. One that nothing was sent in yet is new enough, and keeps its text. */
  renewDraft(): void {
    this.#states.renewDraft();
  }

  /** The address names a conversation: it is shown, and seen. */
  async show(id: string): Promise<void> {
    this.#currentId = id;
    await this.boxes.restore(id);
    void this.boxes.look(id);
    await this.open(id);
    this.#see(id);
  }

  /** Loads a conversation that is not here, looks for news of one that is, and follows what runs in it. */
  async open(id: string): Promise<void> {
    const state = this.#states.get(id);
    const fresh = this.#states.takeFresh(id);
    if (state.status === "new" || state.sending || this.#turns.isFollowing(id)) return;
    if (state.turnId) this.#turns.follow(id, state.turnId, null);
    // what the last page sent as it was left may have arrived after this one was rendered
    else if (!fresh || state.status === "missing" || mayBeBehind(id)) return this.reload(id);
    this.#messages.settle(id);
  }

  /** Asks the server for a conversation. Who asks while it is being read gets another reading, behind that one. */
  reload(id: string): Promise<void> {
    const reading = this.#readings.get(id);
    if (reading) {
      reading.next ??= reading.now.then(() => this.reload(id));
      return reading.next;
    }
    const now = this.#read(id).finally(() => this.#readings.delete(id));
    this.#readings.set(id, { now, next: null });
    return now;
  }

  async #read(id: string): Promise<void> {
    const asked = this.#states.get(id);
    let choosing = this.choices.isAsking(id);
    const result = await requestJson<ConversationView>(`/api/conversations/${id}`);
    if (!this.#states.has(id)) return;
    const state = this.#states.get(id);
    // what was sent, followed or removed meanwhile is newer than this answer; what came before it is not
    if (state.messages.at(-1) !== asked.messages.at(-1) || this.#turns.isFollowing(id)) return;
    if (result.ok) {
      choosing ||= this.choices.isAsking(id);
      const chosen = {
        ...((choosing || state.modelId !== asked.modelId) && { modelId: state.modelId }),
        ...((choosing || state.settings !== asked.settings) && { settings: state.settings }),
      };
      this.#states.set(id, { ...withView(state, result.value), ...chosen });
      this.#turns.followRunning(id, result.value);
      this.#messages.settle(id);
      // what another device has sent may have been taken over here, as its draft
      const hasMore = lastQuestionId(result.value.messages) !== lastQuestionId(asked.messages);
      if (hasMore && state.draft !== "") void this.boxes.look(id);
    } else if (result.status === 404) {
      if (state.status !== "new") this.#states.change(id, { status: "missing" });
      this.#messages.settle(id);
    } else {
      const failed = state.status === "loading" ? { status: "failed" as const } : {};
      this.#states.change(id, { ...failed, ...(result.status === 401 && { error: result.error }) });
    }
  }

  /** Looks for what other devices have done: in the list, and in the conversation that is shown. */
  async refresh(): Promise<void> {
    if (this.#states.has(this.#currentId)) void this.boxes.look(this.#currentId);
    const status = await this.list.load();
    const id = this.#currentId;
    if (status === 401) this.#states.change(id, { error: { code: "unauthenticated" } });
    const line = this.list.line(id);
    const state = this.#states.get(id);
    if (status !== null || !line) return;
    if (state.status === "missing") return this.reload(id);
    if (state.status !== "ready") return;
    if (line.title !== state.title) this.#states.change(id, { title: line.title });
    const behind = line.tipId !== state.messages.at(-1)?.id || line.running;
    if (behind && !state.sending && !this.#turns.isFollowing(id)) await this.reload(id);
    this.#see(id);
  }

  /** Looks for settings that another device may have given a conversation; those that are here do when it takes long. */
  async refreshSettings(id: string): Promise<void> {
    const { status, sending } = this.#states.get(id);
    if (status !== "ready" || sending || this.#turns.isFollowing(id)) return;
    await Promise.race([this.reload(id), new Promise((resolve) => setTimeout(resolve, settingsWaitMs))]);
  }

  setDraft(id: string, draft: string): void {
    this.boxes.set(id, draft);
  }

  dismissError(id: string): void {
    this.#states.change(id, { error: null });
  }

  /** Sends what stands in the message box, or lets it wait for the answer that is running. */
  send(id: string): Promise<void> {
    return this.#messages.send(id);
  }

  /** Takes a waiting message back into the message box. */
  editWaiting(id: string, turnId: string): void {
    this.#messages.edit(id, turnId);
  }

  /** Throws a waiting message away; that can be undone. */
  removeWaiting(id: string, turnId: string): void {
    removeWaiting({ messages: this.#messages, notices: this.notices }, id, turnId);
  }

  /** Sends what was held back. */
  sendNow(id: string): Promise<void> {
    return this.#messages.sendNow(id);
  }

  /** Ends the turn that is answering; what was written stays. */
  stop(id: string): Promise<void> {
    return this.#turns.stop(id);
  }

  #onEnd(id: string, beganHere: boolean): void {
    if (!this.#states.has(id)) return;
    const { title } = this.#states.get(id);
    if (beganHere) void awaitTitle(this.list, id, title, (found) => this.#setTitle(id, found));
    this.#see(id);
    this.#messages.settle(id);
  }

  // What a person has before their eyes is seen. Told to the server once; when that fails, the next look tells it.
  #see(id: string): void {
    if (id !== this.#currentId || document.visibilityState !== "visible") return;
    const line = this.list.line(id);
    if (!line?.unseen || line.running) return;
    this.list.change(id, { unseen: false });
    void requestJson(`/api/conversations/${id}`, { method: "PATCH", body: { seen: true } });
  }

  #noteKept(kept: boolean): void {
    if (kept === this.#keeps) return;
    this.#keeps = kept;
    this.#listeners.notify();
  }

  #setTitle(id: string, title: string): void {
    this.list.setTitle(id, title);
    if (this.#states.has(id)) this.#states.change(id, { title });
  }
}
