"use client";

import { useContext, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import type { Part } from "@/lib/conversations/schema";
import { AnswerLink, safeAddress } from "./markdown/link.tsx";
import { Printing } from "./printing.ts";

/** How many are shown at first. */
const fewSources = 5;

type SourcePart = Extract<Part, { type: "source" }>;

/** The pages that an answer rests on, as its provider reports them: quiet links under it, with the host of each. */
export function Sources({ parts }: { parts: readonly Part[] }) {
  const translate = useTranslations("message");
  const [asked, setAsked] = useState(false);
  const all = useContext(Printing) || asked;
  const sources = parts.flatMap((part) => (part.type === "source" && pageAddress(part) ? [part] : []));
  if (sources.length === 0) return null;
  const hidden = all ? 0 : Math.max(0, sources.length - fewSources);
  return (
    // a group and no region: those of all answers have the same name
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div role="group" aria-label={translate("sources")} className="mt-4 text-sm">
      <h2 className="mb-1 font-medium text-muted text-xs">{translate("sources")}</h2>
      <ol>
        {sources.slice(0, sources.length - hidden).map((source) => (
          <li key={source.url} className="py-0.5 max-md:py-2">
            <Source {...source} />
          </li>
        ))}
      </ol>
      {hidden > 0 && (
        <button
          type="button"
          className="min-h-8 text-accent underline decoration-accent/45 underline-offset-4 hover:decoration-current max-md:min-h-11 print:hidden"
          onClick={(event) => {
            const list = event.currentTarget.previousElementSibling;
            flushSync(() => setAsked(true));
            // the button is gone: on to the first of what came
            list?.children[fewSources]?.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
          }}
        >
          {translate("more-sources", { count: hidden })}
        </button>
      )}
    </div>
  );
}

function Source(source: SourcePart) {
  const address = pageAddress(source);
  const host = address ? new URL(address).host.replace(/^www\./, "") : "";
  return (
    <AnswerLink address={address}>
      <span className="group/source inline-flex max-w-full flex-wrap items-baseline gap-x-2">
        <span className="wrap-anywhere text-ink underline decoration-field/60 underline-offset-4 group-hover/source:decoration-current">
          {source.text}
        </span>
        {/* the real host, whatever the title says */}
        {source.text !== host && <span className="wrap-anywhere font-mono text-muted text-xs">{host}</span>}
      </span>
    </AnswerLink>
  );
}

/** The address of a source on the web; null for any other. */
function pageAddress({ url }: SourcePart): string | null {
  return /^https?:/i.test(url) ? safeAddress(url, true) : null;
}
