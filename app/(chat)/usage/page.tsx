import type { Metadata } from "next";
import { BesideChat } from "@/components/sidebar/beside-chat";
import { UsagePage } from "@/components/usage/usage-page";
import { pageSettings } from "../../page-settings";
import { requirePageActor } from "../page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await pageSettings();
  return { title: `${messages.usage.title} · Switchboard` };
}

export default async function Usage() {
  await requirePageActor("/usage");
  return (
    <BesideChat path="/usage">
      <UsagePage />
    </BesideChat>
  );
}
