"use client";

import { useRef, useState } from "react";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import { type SettingsForm, toForm } from "./settings-form.ts";
import { differ, type Filled, fromKept, toKept } from "./unsaved-form.ts";

/** The fields, and the ways to change them: by hand, as a whole, and back again. */
export type SettingsFields = Filled & {
  /** something differs from what is set */
  changed: boolean;
  /** as it was set when the fields were filled first, or saved last */
  first: Filled;
  edit: (form: SettingsForm) => void;
  /** puts something else into all fields; what stood there can be had back */
  replace: (filled: Filled) => void;
  /** notes which preset it is, without a change of the fields */
  name: (presetId: string) => void;
  /** notes what was saved; whether that is all, and nothing was changed meanwhile */
  saved: (filled: Filled) => boolean;
  undo: (() => void) | null;
  redo: (() => void) | null;
};

type FormState = { first: Filled; now: Filled; past: Filled[]; future: Filled[] };

/**
 * The fields of the settings' form.
 * @param kept what `onKeep` was given last: changes that were not saved when the page was left; null for none
 * @param onKeep told of each change, with what is to be kept of it; empty when nothing differs any more
 */
export function useSettingsForm(
  settings: ConversationSettings,
  modelId: string,
  kept: string | null,
  onKeep: (text: string) => void,
): SettingsFields {
  const [state, setState] = useState<FormState>(() => {
    const first = { form: toForm(settings), modelId, presetId: "" };
    const found = fromKept(kept, first);
    return { first, now: found ?? first, past: found ? [first] : [], future: [] };
  });
  // an answer of the server meets what stands there then
  const latest = useRef(state);
  const move = (change: Partial<FormState>) => {
    latest.current = { ...latest.current, ...change };
    setState(latest.current);
    onKeep(toKept(latest.current.now, latest.current.first));
  };
  const { first, now, past, future } = state;
  const [before, after] = [past.at(-1), future.at(-1)];
  return {
    ...now,
    first,
    changed: differ(now, first),
    edit: (form) => move({ now: { ...now, form }, future: [] }),
    replace: (filled) => move({ now: filled, past: [...past, now], future: [] }),
    name: (presetId) => move({ now: { ...now, presetId } }),
    saved: (filled) => {
      move({ first: filled });
      return !differ(latest.current.now, filled);
    },
    undo: before ? () => move({ now: before, past: past.slice(0, -1), future: [...future, now] }) : null,
    redo: after ? () => move({ now: after, past: [...past, now], future: future.slice(0, -1) }) : null,
  };
}
