import type { Metadata } from "next";
import { PutAwayPage } from "@/components/put-away/put-away-page";
import { BesideChat } from "@/components/sidebar/beside-chat";
import { pageSettings } from "../../page-settings";
import { requirePageActor } from "../page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await pageSettings();
  return { title: `${messages["put-away"].trash.title} · Switchboard` };
}

export default async function Trash() {
  await requirePageActor("/trash");
  return (
    <BesideChat path="/trash">
      <PutAwayPage kind="trash" />
    </BesideChat>
  );
}
