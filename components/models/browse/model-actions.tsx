"use client";

import { MessageSquarePlus, Star } from "lucide-react";
import { createContext, useContext } from "react";
import type { ListedModel } from "@/lib/models/schema";
import { onPlainClick } from "../../sidebar/plain-click.ts";
import { buttonClass } from "../../ui/button.tsx";
import { useTexts } from "./texts.tsx";
import { mostCompared } from "./view.ts";

/** What can be done with each model of the page; the same functions for its whole life. */
export type ModelActions = {
  /** marks a model as a favourite, or takes the mark away */
  mark: (id: string, favourite: boolean) => void;
  /** chooses a model to be compared, or not any more */
  choose: (id: string, chosen: boolean) => void;
  /** begins a chat with a model */
  start: (id: string) => void;
};

export const ModelActionsContext = createContext<ModelActions>({ mark: () => {}, choose: () => {}, start: () => {} });

// made once: what is the same element is not rendered again with each row
const star = <Star className="size-4.5" />;
const filledStar = <Star className="size-4.5 fill-current" />;
const plus = <MessageSquarePlus className="size-4.5" />;

/** Chooses a model to be compared. */
export function CompareBox({ model, chosen, full }: { model: ListedModel; chosen: boolean; full: boolean }) {
  const { translate } = useTexts();
  const { choose } = useContext(ModelActionsContext);
  return (
    <label
      title={translate(full && !chosen ? "compare-full" : "compare", { count: mostCompared })}
      className="-ms-2 flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-lg hover:bg-hover has-disabled:cursor-not-allowed has-disabled:opacity-40 max-md:size-11"
    >
      <input
        type="checkbox"
        aria-label={translate("compare-model", { name: model.name })}
        checked={chosen}
        disabled={full && !chosen}
        onChange={(event) => choose(model.id, event.target.checked)}
        className="size-4 accent-accent"
      />
    </label>
  );
}

/** Marks a model as a favourite, or takes the mark away. */
export function FavouriteButton({ model, favourite }: { model: ListedModel; favourite: boolean }) {
  const { models: translate } = useTexts();
  const { mark } = useContext(ModelActionsContext);
  return (
    <button
      type="button"
      aria-pressed={favourite}
      aria-label={translate("favourite", { name: model.name })}
      title={translate(favourite ? "unmark" : "mark")}
      onClick={() => mark(model.id, !favourite)}
      className="flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink aria-pressed:text-accent max-md:size-11"
    >
      {favourite ? filledStar : star}
    </button>
  );
}

/** A real link to a new chat with a model, which can be opened in another tab. */
export function StartChat({ model, wordy = false }: { model: ListedModel; wordy?: boolean }) {
  const { translate } = useTexts();
  const { start } = useContext(ModelActionsContext);
  const label = translate("start-with", { name: model.name });
  const look = wordy
    ? buttonClass("secondary", "whitespace-nowrap px-3 max-md:text-sm")
    : "flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink";
  return (
    <a
      href={`/?model=${encodeURIComponent(model.id)}`}
      aria-label={label}
      title={label}
      onClick={onPlainClick(() => start(model.id))}
      className={look}
    >
      {plus}
      {wordy && translate("start")}
    </a>
  );
}
