"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { FullPage } from "@/components/ui/full-page";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  const translate = useTranslations("page");
  return (
    <FullPage
      title={translate("error-title")}
      home={translate("home")}
      actions={<Button onClick={reset}>{translate("again")}</Button>}
    >
      {translate("error")}
    </FullPage>
  );
}
