import type { Metadata } from "next";
import { createTranslator } from "use-intl/core";
import { ModelBrowser } from "@/components/models/browse/model-browser";
import { BesideChat } from "@/components/sidebar/beside-chat";
import { pageSettings } from "../../page-settings";
import { requirePageActor } from "../page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const translate = createTranslator({ ...(await pageSettings()), namespace: "browse" });
  return { title: `${translate("title")} · Switchboard` };
}

export default async function ModelsPage({ searchParams }: PageProps<"/models">) {
  // whoever has to sign in first finds the same view afterwards
  const asked = Object.entries(await searchParams).flatMap(([name, value = []]) =>
    [value].flat().map((one) => [name, one]),
  );
  const query = new URLSearchParams(asked).toString();
  await requirePageActor(query ? `/models?${query}` : "/models");
  return (
    <BesideChat path="/models">
      <ModelBrowser />
    </BesideChat>
  );
}
