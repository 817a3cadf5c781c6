"use client";

import { Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ModelListing, ProviderListing } from "@/lib/models/schema";

/** The variables by which a provider is set up: its key, and where it is. Others stand in one list. */
const variables: Record<string, { key: string; address: string } | undefined> = {
  openai: { key: "OPENAI_API_KEY", address: "OPENAI_BASE_URL" },
  openrouter: { key: "OPENROUTER_API_KEY", address: "OPENROUTER_BASE_URL" },
};
const ofOthers = { key: "CUSTOM_PROVIDERS", address: "CUSTOM_PROVIDERS" };

type Troubled = ProviderListing & { problem: Exclude<ProviderListing["problem"], "pending" | null> };

/** The providers whose models cannot be had, or not anew; one that has only not answered yet is none of them. */
export function troubledProviders(listing: ModelListing | null): Troubled[] {
  return (listing?.providers ?? []).filter(
    (provider): provider is Troubled => provider.problem !== null && provider.problem !== "pending",
  );
}

type ProviderProblemsProps = {
  providers: readonly Troubled[];
  /** there is no model at all to choose from */
  none: boolean;
  /** the settings are variables of a project there, and no file */
  onVercel: boolean;
};

/** What is wrong with providers, and which of the settings say otherwise: for whoever has set the site up. */
export function ProviderProblems({ providers, none, onVercel }: ProviderProblemsProps) {
  const translate = useTranslations("empty");
  const models = useTranslations("models");
  const title = translate(none ? "trouble.title-none" : "trouble.title");
  const code = (text: ReactNode) => <code className="wrap-anywhere">{text}</code>;
  return (
    <aside
      aria-label={title}
      className={`flex gap-3 rounded-xl border px-4 py-3.5 text-sm ${none ? "border-danger/30 bg-danger-soft" : "border-line bg-surface"}`}
    >
      <Unplug className="mt-0.5 size-4.5 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <ul className="mt-1.5 grid gap-2">
          {providers.map(({ id, name, problem }) => {
            const about = problem === "key_refused" ? "key" : "address";
            const variable = (variables[id] ?? ofOthers)[about];
            // no setting makes a list shorter
            const isSetting = problem !== "too_long";
            return (
              <li key={id} className="wrap-break-word text-pretty">
                <p>{models(`problems.${problem}`, { provider: name })}</p>
                {isSetting && (
                  <p className="text-muted">
                    {translate.rich(`trouble.${about}${onVercel ? "-vercel" : ""}`, { variable, code })}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </aside>
  );
}
