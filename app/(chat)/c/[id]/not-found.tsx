import { Conversation } from "@/components/chat/conversation";

/** Inside the frame, with the sidebar; and a message that was begun here and never arrived is found again. */
export default function ConversationNotFound() {
  return <Conversation seed="missing" />;
}
