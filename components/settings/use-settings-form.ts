"use client";

import { useState } from "react";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import { isSameForm, type SettingsForm, toForm } from "./settings-form.ts";

/** What stands in the fields. */
export type Filled = { form: SettingsForm; modelId: string; presetId: string };

/** The fields, and the ways to change them: by hand, as a whole, and back again. */
export type SettingsFields = Filled & {
  /** something differs from what is set */
  changed: boolean;
  /** as it was set when the fields were filled first */
  first: Filled;
  edit: (form: SettingsForm) => void;
  /** puts something else into all fields; what stood there can be had back */
  replace: (filled: Filled) => void;
  /** notes which preset it is, without a change of the fields */
  name: (presetId: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
};

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
  const [first] = useState<Filled>(() => ({ form: toForm(settings), modelId, presetId: "" }));
  const [{ now, past, future }, setState] = useState(() => {
    const found = parse(kept);
    return { now: found ?? first, past: found ? [first] : [], future: [] as Filled[] };
  });
  const move = (next: { now: Filled; past: Filled[]; future: Filled[] }) => {
    setState(next);
    onKeep(differ(next.now, first) ? JSON.stringify(next.now) : "");
  };
  const [before, after] = [past.at(-1), future.at(-1)];
  return {
    ...now,
    first,
    changed: differ(now, first),
    edit: (form) => move({ now: { ...now, form }, past, future: [] }),
    replace: (filled) => move({ now: filled, past: [...past, now], future: [] }),
    name: (presetId) => move({ now: { ...now, presetId }, past, future }),
    undo: before ? () => move({ now: before, past: past.slice(0, -1), future: [...future, now] }) : null,
    redo: after ? () => move({ now: after, past: [...past, now], future: future.slice(0, -1) }) : null,
  };
}

function differ(one: Filled, other: Filled): boolean {
  return !isSameForm(one.form, other.form) || one.modelId !== other.modelId;
}

// another version of the page may have kept it
function parse(kept: string | null): Filled | null {
  try {
    const found = JSON.parse(kept ?? "null") as Partial<Filled> | null;
    const { form, modelId, presetId = "" } = found ?? {};
    return form?.systemPrompt && form.examples && form.numbers && form.stop && modelId !== undefined
      ? { form, modelId, presetId }
      : null;
  } catch {
    return null;
  }
}
