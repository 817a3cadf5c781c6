"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";

/** That only the built-in demo model is there, and how to add a provider. */
export function DemoNote() {
  const translate = useTranslations("empty");
  return (
    <aside aria-label={translate("demo-title")} className="flex gap-3 rounded-xl bg-accent-soft px-4 py-3.5 text-sm">
      <KeyRound className="mt-0.5 size-4.5 shrink-0 text-accent" />
      <div className="min-w-0">
        <p className="font-medium">{translate("demo-title")}</p>
        <p className="mt-1 text-pretty">{translate("demo")}</p>
        <pre className="mt-2 overflow-x-auto rounded-lg bg-surface px-3 py-2 font-mono text-xs">
          <code>OPENAI_API_KEY=sk-...</code>
        </pre>
      </div>
    </aside>
  );
}
