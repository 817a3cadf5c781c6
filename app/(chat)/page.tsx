import { Conversation } from "@/components/chat/conversation";
import { requirePageActor } from "./page-actor";

export default async function NewChatPage() {
  await requirePageActor();
  return <Conversation seed={null} />;
}
