"use client";

import type { ReactNode } from "react";
import type { ListedModel } from "@/lib/models/schema";
import { AbilityMark } from "../ability-marks.tsx";
import { readsImages } from "../facts.ts";
import type { Translate } from "../use-fact-text.ts";
import { useTexts } from "./texts.tsx";

/** What a model can do, as small pictures with their names; that it is unknown where nothing is said of it. */
export function Abilities({ model }: { model: ListedModel }) {
  const { translate: browse, models: translate } = useTexts();
  if (!model.inputs && model.tools === undefined && model.reasons === undefined) {
    return <span className="text-muted">{browse("abilities-unknown")}</span>;
  }
  const has = [readsImages(model) && "vision", model.tools && "tools", model.reasons && "reasons"] as const;
  const shown = has.filter((name) => typeof name === "string");
  return shown.length === 0 ? null : listOf(shown, translate);
}

type Ability = "vision" | "tools" | "reasons";

// few sets, in very many rows: what is the same element is not rendered again
const made = new WeakMap<Translate<"models">, Map<string, ReactNode>>();

function listOf(abilities: readonly Ability[], translate: Translate<"models">): ReactNode {
  let lists = made.get(translate);
  if (!lists) {
    lists = new Map();
    made.set(translate, lists);
  }
  const key = abilities.join();
  let list = lists.get(key);
  if (!list) {
    list = (
      <ul className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
        {abilities.map((name) => (
          <li key={name} title={translate(`abilities.${name}`)} className="flex items-center gap-1">
            <AbilityMark ability={name} className="size-4 shrink-0" />
            <span>{translate(`abilities.${name}`)}</span>
          </li>
        ))}
      </ul>
    );
    lists.set(key, list);
  }
  return list;
}
