"use client";

import { Star } from "lucide-react";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { useTexts, wordsOf } from "./model-words.ts";

type ActiveModelProps = {
  /** null while none is active */
  model: ListedModel | null;
  measures: ModelMeasures | undefined;
  favourite: boolean;
  onMark: (id: string, favourite: boolean) => void;
};

// made once: what is the same element is not rendered again with each key
const star = <Star className="size-4.5" />;
const filledStar = <Star className="size-4.5 fill-current" />;

/** Below the list: what is known of the model that Enter would choose, and the button that marks it. */
export function ActiveModel({ model, measures, favourite, onMark }: ActiveModelProps) {
  const texts = useTexts();
  const { translate } = texts;
  // of one height, whatever there is to say: the list above it stays where it is
  const bar = "safe-bottom flex h-22 shrink-0 items-center gap-3 overflow-hidden border-t px-5 py-2 text-xs";
  if (!model) return <div className={`${bar} border-transparent`} />;
  const { summary, measured } = wordsOf(model, measures, texts);
  return (
    <div className={`${bar} border-line`}>
      <p className="min-w-0 flex-1 text-muted">
        <span className="block truncate font-medium text-ink">{model.name}</span>
        <span className="line-clamp-2">{summary || translate("nothing-known")}</span>
        {measures && (
          <span className="block truncate">
            {translate("measured", { figures: measured ?? "", count: measures.turns })}
          </span>
        )}
      </p>
      <button
        type="button"
        aria-pressed={favourite}
        aria-label={translate("favourite", { name: model.name })}
        title={translate(favourite ? "unmark" : "mark")}
        onClick={() => onMark(model.id, !favourite)}
        className="flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover aria-pressed:text-accent max-md:size-11"
      >
        {favourite ? filledStar : star}
      </button>
    </div>
  );
}
