import { requestJson } from "@/components/http";
import type { ModelListing } from "@/lib/models/schema";
import type { Listeners } from "./listeners.ts";
import type { ModelsState } from "./state.ts";

const againMs = 2_000;

/** What the configured providers offer, as the picker shows it. */
export class ModelsStore {
  readonly #listeners: Listeners;
  #state: ModelsState = { status: "loading", listing: null, markError: null };

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
    const renewing = result.value.providers.some((provider) => provider.renewing);
    if (renewing) setTimeout(() => void this.load(), againMs);
  }

  /** Marks a model, or takes the mark away: at once here, and back again when the server does not take it. */
  async mark(modelId: string, favourite: boolean): Promise<void> {
    this.#setFavourite(modelId, favourite);
    const result = await requestJson("/api/models/favourites", { method: "PUT", body: { modelId, favourite } });
    if (!result.ok) this.#setFavourite(modelId, !favourite);
    this.#set({ markError: result.ok ? null : result.error });
  }

  #setFavourite(modelId: string, favourite: boolean): void {
    const { listing } = this.#state;
    if (!listing) return;
    const others = listing.favourites.filter((id) => id !== modelId);
    this.#set({ listing: { ...listing, favourites: favourite ? [modelId, ...others] : others } });
  }

  #set(change: Partial<ModelsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}
