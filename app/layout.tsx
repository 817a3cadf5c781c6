import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { EarlyPress } from "@/components/early-input";
import { earlyInputScript } from "@/components/early-input-script";
import { OfflineWorker } from "@/components/offline-worker";
import { Words } from "@/components/words";
import { env } from "@/lib/env";
import { canvasColours } from "@/lib/settings/schema";
import "./globals.css";
import { pageNonce, pageSettings } from "./page-settings";

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await pageSettings();
  return {
    title: "Switchboard",
    description: messages.page.description,
    robots: { index: false },
    appleWebApp: { capable: true, title: "Switchboard" },
  };
}

export async function generateViewport(): Promise<Viewport> {
  const { theme } = await pageSettings();
  const colourIn = (system: "light" | "dark") => canvasColours[theme === "system" ? system : theme];
  return {
    width: "device-width",
    initialScale: 1,
    viewportFit: "cover",
    interactiveWidget: "resizes-content",
    // components/sidebar/preferences.tsx changes it with the theme
    themeColor: [
      { media: "(prefers-color-scheme: light)", color: colourIn("light") },
      { media: "(prefers-color-scheme: dark)", color: colourIn("dark") },
    ],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme, messages } = await pageSettings();
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <script
          nonce={await pageNonce()}
          // the browser hides the nonce from scripts, React included
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant
          dangerouslySetInnerHTML={{ __html: earlyInputScript }}
        />
        <Words locale={locale} messages={messages}>
          {children}
        </Words>
        <EarlyPress />
        {env().OFFLINE_PAGE === "on" && <OfflineWorker />}
      </body>
    </html>
  );
}
