"use client";

import type { ReactNode } from "react";
import type { ListedModel } from "@/lib/models/schema";
import { AbilityMark } from "../ability-marks.tsx";
import { readsImages } from "../facts.ts";
import type { Translate } from "../use-fact-text.ts";
import { useTexts } from "./texts.tsx";

/** What a model can do, as small pictures with names; "unknown" where nothing is said of it. */
export function Abilities({ model, wordy = false }: { model: ListedModel; wordy?: boolean }) {
  const { translate: browse, models: translate } = useTexts();
  if (!model.inputs && model.tools === undefined && model.reasons === undefined) {
    return <span className="text-muted">{browse(wordy ? "abilities-unknown" : "unknown")}</span>;
  }
  const has = [readsImages(model) && "vision", model.tools && "tools", model.reasons && "reasons"] as const;
  const shown = has.filter((name) => typeof name === "string");
  if (shown.length === 0) return wordy ? null : <span className="text-muted">{browse("text-only")}</span>;
  return listOf(shown, wordy, translate);
}

type Ability = "vision" | "tools" | "reasons";

// few sets, in very many rows: what is the same element is not rendered again
const made = new WeakMap<Translate<"models">, Map<string, ReactNode>>();

function listOf(abilities: readonly Ability[], wordy: boolean, translate: Translate<"models">): ReactNode {
  let lists = made.get(translate);
  if (!lists) {
    lists = new Map();
    made.set(translate, lists);
  }
  const key = `${wordy} ${abilities.join()}`;
  let list = lists.get(key);
  if (!list) {
    list = (
      <ul className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
        {abilities.map((name) => (
          <li key={name} title={translate(`abilities.${name}`)} className="flex items-center gap-1">
            <AbilityMark ability={name} className="size-4 shrink-0" />
            <span className={wordy ? "" : "sr-only"}>{translate(`abilities.${name}`)}</span>
          </li>
        ))}
      </ul>
    );
    lists.set(key, list);
  }
  return list;
}
