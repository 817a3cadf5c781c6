import type { Metadata } from "next";
import { PutAwayPage } from "@/components/put-away/put-away-page";
import { BesideChat } from "@/components/sidebar/beside-chat";
import { pageSettings } from "../../page-settings";
import { requirePageActor } from "../page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await pageSettings();
  return { title: `${messages["put-away"].archive.title} · Switchboard` };
}

export default async function Archive() {
  await requirePageActor("/archive");
  return (
    <BesideChat path="/archive">
      <PutAwayPage kind="archive" />
    </BesideChat>
  );
}
