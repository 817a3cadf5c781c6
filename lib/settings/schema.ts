// Without a library for schemas: what is shown when a page breaks reads these cookies, too, and comes with each page.

/** The languages of the page, each with its name in itself. */
export const locales = { en: "English", "zh-CN": "简体中文" } as const;
export type Locale = keyof typeof locales;

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** What the page stands on, `--canvas` in app/globals.css: for the browser's own parts around it. */
export const canvasColours = { light: "#fcfcfa", dark: "#141716" } as const;

/** Names of the cookies that hold a person's choice; readable by scripts, they are no secret. */
export const localeCookie = "locale";
export const themeCookie = "theme";
/** Whether the sidebar stands beside the page: "collapsed", else it does. */
export const sidebarCookie = "sidebar";

/** The theme a cookie asks for; `system` when it asks for none we know. */
export function parseTheme(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? "system";
}

/**
 * The language to show: the cookie's, else the first of `Accept-Language` that we have, else English.
 * Any kind of Chinese is better served by Simplified Chinese than by English.
 */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (cookie && Object.hasOwn(locales, cookie)) return cookie as Locale;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((entry) => {
      const [tag = "", ...params] = entry.trim().toLowerCase().split(";");
      const weight = params.map((param) => param.trim()).find((param) => param.startsWith("q="));
      return { tag, weight: weight ? Number(weight.slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    if (tag === "en" || tag.startsWith("en-")) return "en";
    if (tag === "zh" || tag.startsWith("zh-")) return "zh-CN";
  }
  return "en";
}
