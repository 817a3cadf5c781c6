"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";

/** The ways to real models, as they are written into .env. */
const ways = [
  { name: "openai", line: "OPENAI_API_KEY=sk-..." },
  { name: "openrouter", line: "OPENROUTER_API_KEY=sk-or-..." },
  {
    name: "custom",
    line: `CUSTOM_PROVIDERS='[{"id":"ollama","name":"Ollama","baseURL":"http://localhost:11434/v1"}]'`,
  },
] as const;

// There the value is taken as it is typed, quotes and all, and "localhost" is the function's own.
const customOnVercel = `CUSTOM_PROVIDERS=[{"id":"own","name":"Our server","baseURL":"https://llm.example.org/v1"}]`;

type DemoNoteProps = {
  /** the settings are variables of a project there, and no file */
  onVercel: boolean;
};

/** That only the built-in demo model is there, and how to add a provider. */
export function DemoNote({ onVercel }: DemoNoteProps) {
  const translate = useTranslations("empty");
  return (
    <aside aria-label={translate("demo-title")} className="flex gap-3 rounded-xl bg-accent-soft px-4 py-3.5 text-sm">
      <KeyRound className="mt-0.5 size-4.5 shrink-0 text-accent" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{translate("demo-title")}</p>
        <p className="mt-1 text-pretty">{translate(onVercel ? "demo-vercel" : "demo")}</p>
        {/* as it would stand in that file; Vercel's form takes a name with its value so, too */}
        <div className="mt-2.5 grid grid-cols-1 gap-1.5 rounded-lg bg-surface px-3 py-2 font-mono text-xs">
          {ways.map(({ name, line }) => (
            <p key={name}>
              <span className="block text-pretty text-muted"># {translate(`ways.${name}`)}</span>
              <code className="wrap-anywhere block">{onVercel && name === "custom" ? customOnVercel : line}</code>
            </p>
          ))}
        </div>
      </div>
    </aside>
  );
}
