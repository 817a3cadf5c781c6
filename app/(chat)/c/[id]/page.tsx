import { notFound } from "next/navigation";
import { Conversation } from "@/components/chat/conversation";
import { AppError } from "@/lib/errors";
import { openConversation } from "@/lib/turns/open-conversation";
import { requirePageActor } from "../../page-actor";

export default async function ConversationPage({ params }: PageProps<"/c/[id]">) {
  const { id } = await params;
  const actor = await requirePageActor(`/c/${id}`);
  const conversation = await openConversation(actor, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return <Conversation seed={conversation} />;
}
