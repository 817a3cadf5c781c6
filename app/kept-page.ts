import { createTranslator } from "use-intl/core";
import { offlinePage } from "@/lib/http/offline-page";
import { type Locale, locales } from "@/lib/settings/schema";
import { messages } from "./page-settings";

function wordsIn(locale: Locale) {
  const translate = createTranslator({ locale, messages: messages[locale], namespace: "offline.page" });
  return { title: translate("title"), why: translate("why"), kept: translate("kept"), again: translate("again") };
}

/** The page for when the site cannot be reached, made once. */
export const keptPage = offlinePage(
  Object.fromEntries((Object.keys(locales) as Locale[]).map((locale) => [locale, wordsIn(locale)])) as {
    [locale in Locale]: ReturnType<typeof wordsIn>;
  },
);
