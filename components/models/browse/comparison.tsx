"use client";

import { X } from "lucide-react";
import { useState } from "react";
import type { ModelListing, ModelMeasures } from "@/lib/models/schema";
import { providerOf, unlistedBy } from "../../settings/planned-model.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { findEntry, type IndexEntry, type ModelIndex } from "../model-index.ts";
import { FavouriteButton, StartChat } from "./model-actions.tsx";
import { compareFacts, type FactName } from "./model-facts.ts";
import { useTexts } from "./texts.tsx";
import { fewestCompared } from "./view.ts";

type ComparisonProps = {
  index: ModelIndex;
  chosen: readonly string[];
  favourites: ReadonlySet<string>;
  onRemove: (id: string) => void;
  onBack: () => void;
};

/** The chosen models side by side, fact by fact; what differs is marked. */
export function Comparison({ index, chosen, favourites, onRemove, onBack }: ComparisonProps) {
  const { translate } = useTexts();
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const { measures } = index.listing;
  const entries = chosen.map((id) => findEntry(index, id));
  const facts = compareFacts(entries, measures).filter(({ differs }) => differs || !onlyDifferent);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-3">
        <Button onClick={onBack}>{translate("back")}</Button>
        <label className="flex min-h-9 cursor-pointer items-center gap-2 text-sm max-md:min-h-11">
          <input
            type="checkbox"
            checked={onlyDifferent}
            onChange={(event) => setOnlyDifferent(event.target.checked)}
            className="size-4 accent-accent"
          />
          {/* as what differs is marked in the table */}
          <span className="rounded bg-accent-soft px-1.5 py-0.5">{translate("only-different")}</span>
        </label>
        {chosen.length < fewestCompared && <p className="text-muted text-sm">{translate("one-more")}</p>}
      </div>
      <section
        aria-label={translate("comparison")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keys
        tabIndex={0}
        className="safe-bottom min-h-0 flex-1 overflow-auto overscroll-contain border-line border-t"
      >
        <table className="border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{translate("comparison")}</caption>
          <thead>
            <tr>
              <td className={`${sticky} top-0 z-20 border-b`} />
              {chosen.map((id, at) => (
                <th
                  key={id}
                  scope="col"
                  className="sticky top-0 z-10 w-56 min-w-54 border-line border-b bg-canvas p-2 text-start align-top font-normal"
                >
                  <Head
                    id={id}
                    entry={entries[at]}
                    listing={index.listing}
                    favourite={favourites.has(id)}
                    onRemove={onRemove}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map(({ name, differs }) => (
              <tr key={name} data-differs={differs || undefined} className="group">
                <th
                  scope="row"
                  className={`${sticky} border-b px-3 py-2 text-start align-top font-medium text-muted text-xs leading-5 group-data-differs:text-ink`}
                >
                  {translate(`facts.${name}`)}
                  {differs && <span className="sr-only"> {translate("differs")}</span>}
                </th>
                {chosen.map((id, at) => (
                  <td
                    key={id}
                    className="border-line border-b px-2 py-2 align-top tabular-nums group-data-differs:bg-accent-soft"
                  >
                    <Value name={name} entry={entries[at]} measures={measures[id]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {facts.length === 0 && (
          <p className="p-4 text-muted text-sm">{translate(onlyDifferent ? "no-difference" : "nothing-to-compare")}</p>
        )}
      </section>
    </div>
  );
}

const sticky = "sticky start-0 z-10 w-40 min-w-26 max-w-40 border-line border-e bg-canvas";

type HeadProps = {
  id: string;
  entry: IndexEntry | undefined;
  listing: ModelListing;
  favourite: boolean;
  onRemove: (id: string) => void;
};

function Head({ id, entry, listing, favourite, onRemove }: HeadProps) {
  const { translate } = useTexts();
  const name = entry?.model.name ?? id;
  return (
    <div className="grid grid-cols-1 gap-1">
      <div className="flex items-start gap-1">
        <p className="wrap-anywhere min-w-0 flex-1 pt-1.5 font-medium leading-5">{name}</p>
        <IconButton aria-label={translate("remove", { name })} onClick={() => onRemove(id)}>
          <X className="size-4" />
        </IconButton>
      </div>
      {name !== id && <p className="wrap-anywhere font-mono text-muted text-xs">{id}</p>}
      {entry ? (
        <div className="flex items-center gap-1">
          <StartChat model={entry.model} wordy />
          <FavouriteButton model={entry.model} favourite={favourite} />
        </div>
      ) : (
        <>
          <Absence id={id} listing={listing} />
          {favourite && <FavouriteButton model={{ id, name }} favourite />}
        </>
      )}
    </div>
  );
}

/** Why there is nothing to say of a model: only a list that came, and whole, tells that it has gone. */
function Absence({ id, listing }: { id: string; listing: ModelListing }) {
  const { translate, models } = useTexts();
  const provider = providerOf(listing, id);
  if (!provider || unlistedBy(listing, id)) return <p className="text-danger text-xs">{translate("not-listed")}</p>;
  const { name, problem, cut } = provider;
  const isCut = cut && !problem;
  return (
    <p className="text-muted text-xs">
      {isCut
        ? translate("cut-list", { provider: name, count: provider.models.length })
        : models(`problems.${problem ?? "pending"}`, { provider: name })}
    </p>
  );
}

type ValueProps = { name: FactName; entry: IndexEntry | undefined; measures: ModelMeasures | undefined };

function Value({ name, entry, measures }: ValueProps) {
  const { translate, words } = useTexts();
  const text = entry ? words(name, entry, measures) : null;
  if (name === "ends" && entry && text === null)
    return <span className="text-muted text-xs">{translate("no-end")}</span>;
  if (text === null) return <span className="text-muted text-xs">{translate("unknown")}</span>;
  return <span className="wrap-anywhere">{text}</span>;
}
