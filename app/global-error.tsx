"use client";

import { useSyncExternalStore } from "react";
import { EarlyPress } from "@/components/early-input";
import { Button } from "@/components/ui/button";
import { FullPage } from "@/components/ui/full-page";
import { chooseLocale, localeCookie, parseTheme, themeCookie } from "@/lib/settings/schema";
import words from "@/messages/last-resort.json";
import "./globals.css";

const cookie = (name: string) =>
  document.cookie
    .split("; ")
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

// nothing that tells of the person is there any more: not the layout, and with it neither the language nor the theme
const readLocale = () => chooseLocale(cookie(localeCookie), navigator.languages.join(","));
const readTheme = () => parseTheme(cookie(themeCookie));
const never = () => () => {};

/** In the place of the whole page, when not even its frame could be shown. */
export default function GlobalErrorPage() {
  const locale = useSyncExternalStore(never, readLocale, () => "en" as const);
  const theme = useSyncExternalStore(never, readTheme, () => "system" as const);
  const { title, text, home, reload } = words[locale];
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <title>{`${title} · Switchboard`}</title>
        <FullPage
          title={title}
          home={home}
          actions={<Button onClick={() => window.location.reload()}>{reload}</Button>}
        >
          {text}
        </FullPage>
        <EarlyPress />
      </body>
    </html>
  );
}
