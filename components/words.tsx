"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import type { Locale } from "@/lib/settings/schema";
import type messages from "@/messages/en.json";

type WordsProps = { locale: Locale; messages: typeof messages; children: ReactNode };

/** Gives the components below it their language. */
export function Words({ locale, messages, children }: WordsProps) {
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
