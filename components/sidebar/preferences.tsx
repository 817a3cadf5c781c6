"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import {
  canvasColours,
  type Locale,
  localeCookie,
  locales,
  type Theme,
  themeCookie,
  themes,
} from "@/lib/settings/schema";
import { useCommand } from "../keyboard/commands.ts";
import { useHydrated } from "../use-hydrated.ts";
import { rememberChoice } from "./remember-choice.ts";

const icons = { system: Monitor, light: Sun, dark: Moon };

type PreferencesProps = {
  theme: Theme;
  locale: Locale;
  /** called before the page comes again in another language */
  beforeReload?: () => void;
};

/** The switches for theme and language. Both are remembered in cookies, which the server reads. */
export function Preferences({ theme, locale, beforeReload }: PreferencesProps) {
  const translate = useTranslations("account");
  const languageId = useId();
  const hydrated = useHydrated();
  const speak = (chosen: string) => {
    rememberChoice(localeCookie, chosen);
    beforeReload?.();
    window.location.reload();
  };
  useCommand("language-en", locale === "en" ? null : () => speak("en"));
  useCommand("language-zh-CN", locale === "zh-CN" ? null : () => speak("zh-CN"));
  return (
    <div className="flex items-center justify-between gap-2">
      <ThemeSwitch theme={theme} />
      <label htmlFor={languageId} className="sr-only">
        {translate("language")}
      </label>
      <select
        id={languageId}
        value={locale}
        // What is chosen while React takes the page over is put back to what it was, and then told as chosen.
        disabled={!hydrated}
        onChange={(event) => speak(event.target.value)}
        className="h-9 min-w-0 rounded-lg border border-line bg-surface px-2 text-sm disabled:opacity-100 max-md:h-11"
      >
        {Object.entries(locales).map(([value, name]) => (
          <option key={value} value={value} lang={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function ThemeSwitch({ theme }: { theme: Theme }) {
  const translate = useTranslations("account");
  const [chosen, setChosen] = useState(theme);
  const name = useId();
  const choose = (next: Theme) => {
    setChosen(next);
    document.documentElement.dataset.theme = next;
    colourBrowser(next);
    rememberChoice(themeCookie, next);
  };
  useCommand("theme-light", chosen === "light" ? null : () => choose("light"));
  useCommand("theme-dark", chosen === "dark" ? null : () => choose("dark"));
  useCommand("theme-system", chosen === "system" ? null : () => choose("system"));
  return (
    <fieldset className="flex gap-0.5 rounded-lg border border-line bg-surface p-0.5">
      <legend className="sr-only">{translate("theme")}</legend>
      {themes.map((value) => {
        const Icon = icons[value];
        return (
          <label
            key={value}
            title={translate(`themes.${value}`)}
            className="relative inline-flex h-8 w-9 cursor-pointer items-center justify-center rounded-md text-muted outline-offset-1 hover:text-ink has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:h-10 max-md:w-11"
          >
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => choose(value)}
              aria-label={translate(`themes.${value}`)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <Icon className="size-4" />
          </label>
        );
      })}
    </fieldset>
  );
}

/** Gives the browser's own bars the colour of a theme, in the tags that app/layout.tsx made. */
function colourBrowser(theme: Theme) {
  for (const tag of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const system = tag.media.includes("dark") ? "dark" : "light";
    tag.content = canvasColours[theme === "system" ? system : theme];
  }
}
