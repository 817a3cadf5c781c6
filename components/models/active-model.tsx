"use client";

import { Star } from "lucide-react";
import { useRef } from "react";
import { setAttribute, setText } from "./elements.ts";
import type { PickerRow } from "./match-models.ts";
import { type Texts, useTexts, wordsOf } from "./model-words.ts";
import type { PickerSearch, PickerState } from "./picker-search.ts";
import { useWriting } from "./use-search.ts";

type ActiveModelProps = {
  search: PickerSearch;
  /** marks a model as a favourite, or takes the mark away */
  onMark: (id: string, favourite: boolean) => void;
};

/** Below the list: what is known of the model that Enter would choose, and the button that marks it. */
export function ActiveModel({ search, onMark }: ActiveModelProps) {
  const texts = useTexts();
  const bar = useRef<HTMLDivElement>(null);
  useWriting(search, (state) => {
    if (bar.current) write(bar.current, activeOption(state), state, texts);
  });
  const mark = () => {
    const option = activeOption(search.state);
    if (option) onMark(option.id, !search.state.favourites.has(option.id));
  };
  return (
    // of one height, whatever there is to say: the list above it stays where it is
    <div
      ref={bar}
      className="safe-bottom flex h-22 shrink-0 items-center gap-3 overflow-hidden border-line border-t px-5 py-2 text-xs data-none:invisible"
    >
      <p className="min-w-0 flex-1 text-muted">
        <span className="block truncate font-medium text-ink" />
        <span className="line-clamp-2" />
        <span className="block truncate" />
      </p>
      <button
        type="button"
        onClick={mark}
        className="flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover aria-pressed:text-accent aria-pressed:*:fill-current max-md:size-11"
      >
        <Star className="size-4.5" />
      </button>
    </div>
  );
}

function activeOption({ activeRow }: PickerState): Extract<PickerRow, { kind: "option" }> | null {
  return activeRow?.kind === "option" ? activeRow : null;
}

// not by React, as the rows above it: it changes with each key
function write(
  bar: HTMLElement,
  option: ReturnType<typeof activeOption>,
  { favourites }: PickerState,
  texts: Texts,
): void {
  const [name, summary, measured] = bar.querySelectorAll("span");
  const button = bar.querySelector("button");
  if (!name || !summary || !measured || !button) return;
  bar.toggleAttribute("data-none", option === null);
  if (!option) return;
  const { translate } = texts;
  const { model, measures } = option;
  const words = wordsOf(model, measures, texts);
  const favourite = favourites.has(option.id);
  setText(name, model.name);
  setText(summary, words.summary || translate("nothing-known"));
  setText(measured, measures ? translate("measured", { figures: words.measured ?? "", count: measures.turns }) : "");
  setAttribute(button, "aria-pressed", String(favourite));
  setAttribute(button, "aria-label", translate("favourite", { name: model.name }));
  setAttribute(button, "title", translate(favourite ? "unmark" : "mark"));
}
