"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { Mark } from "../ui/logo.tsx";
import { ConfiguredModels } from "./configured-models.tsx";
import { DemoNote } from "./demo-note.tsx";
import { ProviderProblems, troubledProviders } from "./provider-problems.tsx";

const suggestions = ["explain", "write", "compare", "code"] as const;

type EmptyChatProps = {
  /** the person's name */
  name: string;
  /** only the built-in demo model is there */
  demo: boolean;
  /** where keys are set is no file then */
  onVercel: boolean;
  /** null until it is known */
  listing: ModelListing | null;
  /** puts a text into the composer */
  onSuggest: (text: string) => void;
  /** below the suggestions */
  children?: ReactNode;
};

/** What a new chat shows: a greeting, things to begin with, and what is to be done about providers. */
export function EmptyChat({ name, demo, onVercel, listing, onSuggest, children }: EmptyChatProps) {
  const translate = useTranslations("empty");
  const troubled = troubledProviders(listing);
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-column flex-1 flex-col overflow-y-auto px-4 py-8 md:px-6">
      <div className="my-auto">
        <Mark className="size-11" />
        <h2 className="wrap-anywhere mt-5 text-balance font-semibold text-2xl tracking-tight md:text-3xl">
          {translate("greeting", { name })}
        </h2>
        <p className="mt-2 text-muted">{translate("lead")}</p>
        {demo ? (
          <div className="mt-6">
            <DemoNote onVercel={onVercel} />
          </div>
        ) : (
          <>
            <ConfiguredModels listing={listing} />
            {troubled.length > 0 && (
              <div className="mt-3">
                <ProviderProblems
                  providers={troubled}
                  none={listing?.providers.every(({ models }) => models.length === 0) ?? false}
                  onVercel={onVercel}
                />
              </div>
            )}
          </>
        )}
        <ul className="mt-6 grid gap-2.5 sm:grid-cols-2">
          {suggestions.map((suggestion) => (
            <li key={suggestion}>
              <button
                type="button"
                onClick={() => onSuggest(translate(`suggestions.${suggestion}.text`))}
                className="flex h-full min-h-11 w-full flex-col justify-start rounded-xl border border-line bg-surface px-4 py-3 text-start transition-colors hover:border-field hover:bg-hover"
              >
                <span className="block font-medium text-sm">{translate(`suggestions.${suggestion}.title`)}</span>
                <span className="mt-0.5 line-clamp-2 block text-muted text-sm">
                  {translate(`suggestions.${suggestion}.text`)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {children}
      </div>
    </div>
  );
}
