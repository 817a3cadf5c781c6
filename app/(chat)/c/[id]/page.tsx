import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { OpenedConversation } from "@/components/chat/opened-conversation";
import { AppError } from "@/lib/errors";
import { readFor } from "@/lib/http/recent-write";
import { openConversation } from "@/lib/turns/open-conversation";
import { requirePageActor } from "../../page-actor";

// the page and its metadata each ask for the conversation; it is read once
const conversationOfRequest = cache(async (id: string) => {
  const actor = await requirePageActor(`/c/${id}`);
  const open = () => openConversation(actor, id);
  return readFor(await headers(), open).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
});

// The page sets the window's title itself later; but what Next streams here comes after its first effects.
export async function generateMetadata({ params }: PageProps<"/c/[id]">): Promise<Metadata> {
  const { title } = await conversationOfRequest((await params).id);
  return { title: `${title} · Switchboard` };
}

export default async function ConversationPage({ params }: PageProps<"/c/[id]">) {
  const { id } = await params;
  return <OpenedConversation seed={await conversationOfRequest(id)} />;
}
