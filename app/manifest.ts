import type { MetadataRoute } from "next";
import { createTranslator } from "use-intl/core";
import { canvasColours } from "@/lib/settings/schema";
import { pageSettings } from "./page-settings";

const icon = (size: number, purpose: "any" | "maskable") => ({
  src: `/icons/${purpose === "any" ? "icon" : "maskable"}-${size}.png`,
  sizes: `${size}x${size}`,
  type: "image/png",
  purpose,
});

/** What a browser needs to put the site among a device's apps. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const { locale, messages } = await pageSettings();
  const translate = createTranslator({ locale, messages, namespace: "page" });
  return {
    id: "/",
    name: "Switchboard",
    short_name: "Switchboard",
    description: translate("description"),
    lang: locale,
    start_url: "/",
    scope: "/",
    display: "standalone",
    // a manifest has one of each: on a dark device the page's own theme-color takes over once it is there
    background_color: canvasColours.light,
    theme_color: canvasColours.light,
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
      icon(192, "any"),
      icon(512, "any"),
      icon(192, "maskable"),
      icon(512, "maskable"),
    ],
  };
}
