import { cookies, headers } from "next/headers";
import { nonceHeader } from "@/lib/http/security-headers";
import {
  chooseLocale,
  type Locale,
  localeCookie,
  parseTheme,
  sidebarCookie,
  type Theme,
  themeCookie,
} from "@/lib/settings/schema";
import en from "@/messages/en.json";
import zhCN from "@/messages/zh-CN.json";
import { compileMessages } from "./compile-messages";

/** The words of every language, as the build of use-intl that pages have reads them (next.config.js). */
export const messages = { en: compileMessages(en), "zh-CN": compileMessages(zhCN) } as const;

/** The language and the theme of the page being rendered, with the language's words. */
export async function pageSettings(): Promise<{ locale: Locale; theme: Theme; messages: typeof en }> {
  const jar = await cookies();
  const locale = chooseLocale(jar.get(localeCookie)?.value, (await headers()).get("accept-language"));
  return { locale, theme: parseTheme(jar.get(themeCookie)?.value), messages: messages[locale] };
}

/** What scripts that stand in the page being rendered must carry (proxy.ts). */
export async function pageNonce(): Promise<string | undefined> {
  return (await headers()).get(nonceHeader) ?? undefined;
}

/** Whether the person wants the sidebar out of the way, where there is room for it. */
export async function isSidebarCollapsed(): Promise<boolean> {
  return (await cookies()).get(sidebarCookie)?.value === "collapsed";
}
