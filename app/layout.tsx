import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Words } from "@/components/words";
import "./globals.css";
import { pageSettings } from "./page-settings";

export const metadata: Metadata = {
  title: "Switchboard",
  description: "One chat site, every model.",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme, messages } = await pageSettings();
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <Words locale={locale} messages={messages}>
          {children}
        </Words>
      </body>
    </html>
  );
}
