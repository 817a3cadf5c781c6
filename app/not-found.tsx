import { createTranslator } from "use-intl/core";
import { FullPage } from "@/components/ui/full-page";
import { pageSettings } from "./page-settings";

export default async function NotFound() {
  const { locale, messages } = await pageSettings();
  const translate = createTranslator({ locale, messages, namespace: "page" });
  return (
    <FullPage title={translate("not-found-title")} home={translate("home")}>
      {translate("not-found")}
    </FullPage>
  );
}
