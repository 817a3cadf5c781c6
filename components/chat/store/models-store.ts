import { requestJson } from "@/components/http";
import type { ModelListing } from "@/lib/models/schema";
import type { Listeners } from "./listeners.ts";
import type { ModelsState } from "./state.ts";

const againMs = 2_000;

/** What the configured providers offer, as the picker shows it. */
export class ModelsStore {
  readonly #listeners: Listeners;
  #state: ModelsState = { status: "loading", listing: null };

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  get state(): ModelsState {
    return this.#state;
  }

  async load(): Promise<void> {
    this.#set({ status: this.#state.listing ? "ready" : "loading" });
    const result = await requestJson<ModelListing>("/api/models");
    if (!result.ok) {
      this.#set({ status: this.#state.listing ? "ready" : "error" });
      return;
    }
    this.#set({ status: "ready", listing: result.value });
    // the server gives a slow provider ten seconds, and then says that it could not be reached
    const pending = result.value.providers.some(({ problem }) => problem === "pending");
    if (pending) setTimeout(() => void this.load(), againMs);
  }

  #set(change: Partial<ModelsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}
