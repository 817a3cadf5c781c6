import { type RequestResult, requestJson } from "@/components/http";
import { type ModelCatalogue, type ModelListing, type ModelState, maxRecent } from "@/lib/models/schema";
import type { Listeners } from "./listeners.ts";
import type { ModelsState } from "./state.ts";

const againMs = 2_000;
/** What was asked for less than this ago, in milliseconds, is not asked for again by looking at it. */
const freshMs = 15_000;

/** A model that a person has marked, or whose mark they took away. */
type Mark = { modelId: string; favourite: boolean };

/** The lists being asked for, and what the server has taken since: its answer may not have these marks and used models. */
type Load = { taken: Mark[]; used: string[] };

/** What the configured providers offer, as the picker and the page of all models show it. */
export class ModelsStore {
  readonly #listeners: Listeners;
  #state: ModelsState;
  /** the lists that were had last; they are long, and only asked for when there are others */
  #catalogue: ModelCatalogue | null = null;
  /** on the monotonic clock */
  #askedAt: number | null = null;
  /** those under way, in the order in which they began */
  readonly #loads = new Set<Load>();
  /** the favourites as the server has them, as far as is known */
  #favourites: string[] = [];
  /** the marks that the server has not answered yet, in their order; they are sent one after the other */
  #marks: Mark[] = [];
  #sent: Promise<void> = Promise.resolve();

  /** @param names of models that are shown before the lists are there, by id */
  constructor(listeners: Listeners, names: Record<string, string> = {}) {
    this.#listeners = listeners;
    this.#state = { status: "loading", listing: null, names, markError: null };
  }

  get state(): ModelsState {
    return this.#state;
  }

  /** Asks again when somebody looks and the last time is a while ago; the first time is the page's own. */
  async refresh(): Promise<void> {
    if (this.#askedAt !== null && performance.now() - this.#askedAt > freshMs) await this.load();
  }

  async load(): Promise<void> {
    this.#askedAt = performance.now();
    const load: Load = { taken: [], used: [] };
    this.#loads.add(load);
    this.#set({ status: this.#state.listing ? "ready" : "loading" });
    const first = this.#catalogue ? null : readCatalogue();
    const state = await requestJson<ModelState>("/api/models/state");
    const catalogue = state.ok ? await this.#catalogueOf(state.value.version, first) : null;
    // one that began later has overtaken it
    if (!this.#loads.has(load)) return;
    if (!state.ok || !catalogue) {
      this.#loads.delete(load);
      this.#set({ status: "error" });
      return;
    }
    for (const begun of this.#loads) {
      this.#loads.delete(begun);
      if (begun === load) break;
    }
    this.#favourites = load.taken.reduce(marked, state.value.favourites);
    const recent = load.used.reduce(used, state.value.recent);
    const favourites = this.#marks.reduce(marked, this.#favourites);
    this.#set({ status: "ready", listing: { ...together(state.value, catalogue), recent, favourites } });
    // the server gives a slow provider ten seconds, and then says that it could not be reached
    const renewing = state.value.providers.some((provider) => provider.renewing);
    if (renewing) setTimeout(() => void this.load(), againMs);
  }

  // Lists may change between two answers: those of another version are asked for once more, and then taken as they are.
  async #catalogueOf(
    version: string,
    asked: Promise<RequestResult<ModelCatalogue>> | null,
  ): Promise<ModelCatalogue | null> {
    const result = await asked;
    if (result?.ok) this.#catalogue = result.value;
    if (this.#catalogue?.version === version) return this.#catalogue;
    const again = await readCatalogue();
    if (again.ok) this.#catalogue = again.value;
    return again.ok ? again.value : null;
  }

  /** A turn of a model's was taken: it is the one used last. */
  noteUse(modelId: string): void {
    for (const load of this.#loads) load.used.push(modelId);
    const { listing } = this.#state;
    if (!listing || listing.recent[0] === modelId) return;
    this.#set({ listing: { ...listing, recent: used(listing.recent, modelId) } });
  }

  /** Marks a model, or takes the mark away: at once here, and back again when the server does not take it. */
  async mark(modelId: string, favourite: boolean): Promise<void> {
    this.dismissMarkError();
    const mark = { modelId, favourite };
    this.#marks.push(mark);
    this.#showFavourites();
    this.#sent = this.#sent.then(() => this.#send(mark));
    await this.#sent;
  }

  // One after the other: of two at once the server may take the second first.
  async #send(mark: Mark): Promise<void> {
    const result = await requestJson("/api/models/favourites", { method: "PUT", body: mark });
    this.#marks = this.#marks.filter((other) => other !== mark);
    if (result.ok) {
      this.#favourites = marked(this.#favourites, mark);
      for (const load of this.#loads) load.taken.push(mark);
      return;
    }
    this.#showFavourites();
    this.#set({ markError: result.error });
  }

  /** The person has read why a mark was not kept, or has gone elsewhere. */
  dismissMarkError(): void {
    if (this.#state.markError) this.#set({ markError: null });
  }

  #showFavourites(): void {
    const { listing } = this.#state;
    if (listing) this.#set({ listing: { ...listing, favourites: this.#marks.reduce(marked, this.#favourites) } });
  }

  #set(change: Partial<ModelsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}

/** What the browser has of it is good as long as the server says so. */
function readCatalogue(): Promise<RequestResult<ModelCatalogue>> {
  return requestJson<ModelCatalogue>("/api/models", { cache: "no-cache" });
}

/** Favourites after a mark: the last marked one first. One that is marked already stays where it is. */
function marked(favourites: string[], { modelId, favourite }: Mark): string[] {
  if (favourite) return favourites.includes(modelId) ? favourites : [modelId, ...favourites];
  return favourites.filter((id) => id !== modelId);
}

/** The models used lately after one was used. */
function used(recent: string[], modelId: string): string[] {
  return [modelId, ...recent.filter((id) => id !== modelId)].slice(0, maxRecent);
}

function together({ version: _, ...state }: ModelState, { providers }: ModelCatalogue): ModelListing {
  const lists = new Map(providers.map(({ id, models }) => [id, models]));
  return {
    ...state,
    providers: state.providers.map((provider) => ({ ...provider, models: lists.get(provider.id) ?? [] })),
  };
}
