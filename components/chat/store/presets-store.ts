import { type RequestError, requestJson } from "@/components/http";
import {
  offeredPresets,
  type Preset,
  type PresetContent,
  type PresetList,
  type PresetName,
} from "@/lib/settings/presets-schema";
import type { ConversationStates } from "./conversation-states.ts";
import type { Listeners } from "./listeners.ts";

/** What the page knows of the presets. */
export type PresetsState = {
  status: "loading" | "ready" | "error";
  list: PresetList;
  /** what a new chat offers, also before the list is there */
  offered: readonly PresetName[];
};

/** The person's presets and those that come with the site. */
export class PresetsStore {
  readonly #listeners: Listeners;
  readonly #states: ConversationStates;
  #state: PresetsState;
  #locale = "";
  #asked = 0;
  /** the answer that counts, while it is on its way */
  #loading: Promise<RequestError | null> | null = null;

  constructor(listeners: Listeners, states: ConversationStates, offered: readonly PresetName[]) {
    this.#listeners = listeners;
    this.#states = states;
    this.#state = { status: "loading", list: { presets: [], defaultPresetId: null }, offered };
  }

  get state(): PresetsState {
    return this.#state;
  }

  /** Asks for them anew; those that are there stay meanwhile. Gives why that failed. */
  load(locale = this.#locale): Promise<RequestError | null> {
    this.#locale = locale;
    this.#asked += 1;
    const loading = this.#ask(locale, this.#asked);
    this.#loading = loading;
    return loading;
  }

  async #ask(locale: string, asked: number): Promise<RequestError | null> {
    const result = await requestJson<PresetList>(`/api/presets?locale=${locale}`);
    // what was asked for later has been answered, or will be
    if (asked === this.#asked) {
      this.#loading = null;
      const isEmpty = this.#state.list.presets.length === 0;
      if (result.ok) this.#set({ status: "ready", list: result.value, offered: offeredPresets(result.value.presets) });
      else this.#set({ ...this.#state, status: isEmpty ? "error" : "ready" });
    }
    return result.ok ? null : result.error;
  }

  /** One of those that are offered, waited for while the list is not there; null for one that is gone, or why it cannot be had. */
  async get(id: string): Promise<Preset | null | { error: RequestError }> {
    while (this.#state.status !== "ready") {
      const error = await (this.#loading ?? this.load());
      // what was asked for later may still be on its way
      if (error && this.#loading === null) return { error };
    }
    return this.#state.list.presets.find((preset) => preset.id === id) ?? null;
  }

  /** Keeps a new preset; gives why it was not kept. Tried again under its id it is the same one. */
  create(id: string, content: PresetContent): Promise<RequestError | null> {
    return this.#mutate("/api/presets", { method: "POST", body: { id, ...content } });
  }

  /** Changes one of the person's own; gives why that failed. */
  change(id: string, content: PresetContent): Promise<RequestError | null> {
    return this.#mutate(`/api/presets/${id}`, { method: "PUT", body: content });
  }

  remove(id: string): Promise<RequestError | null> {
    return this.#mutate(`/api/presets/${id}`, { method: "DELETE" });
  }

  /** Lets new conversations begin with a preset, or with none. */
  async setDefault(presetId: string | null): Promise<RequestError | null> {
    const before = this.#state.list.defaultPresetId;
    // at once, and back again when the server does not take it
    this.#setDefault(presetId);
    const error = await this.#mutate("/api/presets/default", { method: "PUT", body: { presetId } });
    if (error && this.#state.list.defaultPresetId === presetId) this.#setDefault(before);
    return error;
  }

  #setDefault(defaultPresetId: string | null): void {
    this.#set({ ...this.#state, list: { ...this.#state.list, defaultPresetId } });
  }

  async #mutate(path: string, init: Parameters<typeof requestJson>[1]): Promise<RequestError | null> {
    const result = await requestJson(path, init);
    await this.load();
    return result.ok ? null : result.error;
  }

  #set(state: PresetsState): void {
    this.#state = state;
    const { presets, defaultPresetId } = state.list;
    if (state.status === "ready") {
      this.#states.setDefaultPreset(presets.find(({ id }: Preset) => id === defaultPresetId) ?? null);
    }
    this.#listeners.notify();
  }
}
