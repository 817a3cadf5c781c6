"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { FullPage } from "@/components/ui/full-page";

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const translate = useTranslations("page");
  // a part of the page that a newer build no longer has: only a reload brings one that fits
  const again = error.name === "ChunkLoadError" ? () => window.location.reload() : reset;
  return (
    <FullPage
      title={translate("error-title")}
      home={translate("home")}
      actions={<Button onClick={again}>{translate("again")}</Button>}
    >
      {translate("error")}
    </FullPage>
  );
}
