import type { RequestError } from "@/components/http";
import { type ConversationView, firstWords, type MessageStatus, type MessageView } from "@/lib/conversations/schema";
import { setFreshCookie } from "@/lib/http/fresh-schema";
import { emptyAnswer, foldChunk, type TurnChunk, type TurnRequest } from "@/lib/turns/schema";
import { answerMessage, lengthOf, runningAnswer, withAnswer } from "./answers.ts";
import { noteArrival } from "./arrivals.ts";
import type { ConversationStates } from "./conversation-states.ts";
import { followTurn } from "./follower.ts";
import { newest } from "./list-lines.ts";
import type { ListStore } from "./list-store.ts";
import { sendTurn, stopTurn } from "./requests.ts";

/**
 * Why the server did not take a turn; `status` is 0 when it could not be reached.
 * `stopped`: the person had pressed Stop in the meantime.
 */
export type Refusal = { status: number; error: RequestError; stopped: boolean };

type TurnHooks = {
  /** asks the server for a conversation whose turn it does not know, or whose end was not seen */
  reload(id: string): Promise<void>;
  /** the server has taken a turn of a model's */
  onAccept(modelId: string): void;
  /** a turn that was followed has ended, however it did; the first one of a conversation that began here gets a title */
  onEnd(id: string, beganHere: boolean): void;
};

/** Runs turns of any shape in the conversations of a page: sends them, follows them to their end, stops them. */
export class Turns {
  readonly #states: ConversationStates;
  readonly #list: ListStore;
  readonly #hooks: TurnHooks;
  readonly #followers = new Map<string, AbortController>();
  /** the requests that begin a conversation and are not answered yet */
  readonly #begun = new Map<string, Promise<unknown>>();

  constructor(states: ConversationStates, list: ListStore, hooks: TurnHooks) {
    this.#states = states;
    this.#list = list;
    this.#hooks = hooks;
  }

  /** Whether a turn of a conversation is being followed. */
  isFollowing(id: string): boolean {
    return this.#followers.has(id);
  }

  /** Resolves when the server has answered the request that begins a conversation; null when none is on its way. */
  beginning(id: string): Promise<unknown> | null {
    return this.#begun.get(id) ?? null;
  }

  /**
   * Sends a turn, with or without a message, and follows it once the server has taken it.
   * @param shown what the conversation shows from now on: the path to the answer, and that answer (`awaitedAnswer`)
   * @returns null when the server took it; else why not, and the conversation is as it was
   */
  async send(request: TurnRequest, shown: MessageView[]): Promise<Refusal | null> {
    const { conversationId: id, turnId, message, modelId } = request;
    const before = this.#states.get(id);
    const isNew = before.status === "new";
    const systemPrompt = [{ type: "text" as const, text: before.settings.systemPrompt[0] ?? "" }];
    const title = before.title || firstWords(message?.parts ?? []) || firstWords(systemPrompt);
    this.#states.change(id, {
      status: "ready",
      title,
      messages: shown,
      turnId,
      sequence: 0,
      sending: true,
      stopping: false,
      error: null,
    });
    if (isNew) {
      const updatedAt = new Date().toISOString();
      this.#list.add({ id, title, modelId, tipId: null, running: true, unseen: false, ...newest, updatedAt });
    }
    const asked = sendTurn(request);
    if (isNew) this.#begun.set(id, asked);
    const result = await asked;
    if (isNew) this.#begun.delete(id);
    const now = this.#states.get(id);
    // deleted meanwhile, and not had back: nothing of it comes again
    const gone = !now.sending && now.status !== "ready";
    if (result.ok) {
      noteArrival(id);
      this.#hooks.onAccept(modelId);
      if (gone) {
        void result.value.body?.cancel();
        return null;
      }
      this.#states.change(id, { sending: false });
      this.follow(id, turnId, result.value, isNew);
      return null;
    }
    const { status, messages, earlier } = before;
    if (!gone) this.#states.change(id, { status, messages, earlier, turnId: null, sending: false, stopping: false });
    if (isNew) this.#list.remove(id);
    return { status: result.status, error: result.error, stopped: now.stopping };
  }

  /**
   * Follows a turn to its end.
   * @param first the answer to the request that started it; null to go on after the last event that is shown
   */
  follow(id: string, turnId: string, first: Response | null, isNew = false): void {
    this.#followers.get(id)?.abort();
    const follower = new AbortController();
    this.#followers.set(id, follower);
    this.#list.change(id, { running: true });
    const { messages, sequence } = this.#states.get(id);
    let answer = first ? emptyAnswer : runningAnswer(messages, id, turnId);
    let longest = lengthOf(answer.parts);
    const onChunks = (chunks: TurnChunk[]) => {
      answer = chunks.reduce(foldChunk, answer);
      if (!answer.metadata || follower.signal.aborted) return;
      const length = lengthOf(answer.parts);
      // an answer that is told again from its beginning comes in pieces: what is on the screen does not shrink to them
      if (length < longest && !answer.ended) return;
      longest = length;
      const shown = withAnswer(this.#states.get(id).messages, answerMessage(answer, answer.metadata));
      this.#states.changeOnFrame(id, { messages: shown });
    };
    void followTurn(turnId, first ? 0 : sequence, first, { onChunks }, follower.signal).then((end) => {
      if (end === "aborted" || this.#followers.get(id) !== follower) return;
      void this.#end(id, end === "gone" ? undefined : answer.metadata?.status, isNew);
    });
  }

  /**
   * Notes in the browser that it has seen an answer grow. What it asks for next, and the page that comes after this one, may
   * be answered at another instance of the site, which would have less of it yet. (The next page is asked for before this one
   * hears that it is left: what comes before that has to note it, too.)
   */
  noteSeen(): void {
    // biome-ignore lint/suspicious/noDocumentCookie: a page that is left cannot wait for the Cookie Store API
    if (this.#followers.size > 0) document.cookie = setFreshCookie;
  }

  async #end(id: string, status: MessageStatus | undefined, isNew: boolean): Promise<void> {
    this.noteSeen();
    this.#followers.delete(id);
    this.#states.change(id, { turnId: null, stopping: false });
    // as the server notes it: who stops an answer has seen it
    this.#list.change(id, { running: false, unseen: status !== "stopped" });
    if (status === undefined || status === "running") await this.#hooks.reload(id);
    this.#hooks.onEnd(id, isNew);
  }

  /** Follows what the server says is running. */
  followRunning(id: string, { running }: ConversationView): void {
    if (running) this.follow(id, running.turnId, null);
  }

  /** Lets go of a conversation's turn, which goes on without this page. */
  leave(id: string): void {
    this.#followers.get(id)?.abort();
    this.#followers.delete(id);
  }

  /** Ends the turn that is answering; what was written stays. Asked for twice it is one wish. */
  async stop(id: string): Promise<void> {
    const { turnId, stopping } = this.#states.get(id);
    if (!turnId || stopping) return;
    this.#states.change(id, { stopping: true });
    const stage = () => {
      const state = this.#states.get(id);
      if (state.turnId !== turnId) return "ended";
      return state.sending ? "sending" : "running";
    };
    const error = await stopTurn(turnId, stage);
    if (error && stage() !== "ended") this.#states.change(id, { stopping: false, error });
  }
}
