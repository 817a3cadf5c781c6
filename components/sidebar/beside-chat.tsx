"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Conversation } from "../chat/conversation.tsx";

/**
 * A page beside the chat. Going from it to a conversation changes the address and no more, as between conversations:
 * then the conversation is shown in its place, also while the server cannot be reached.
 */
export function BesideChat({ path, children }: { path: string; children: ReactNode }) {
  return usePathname() === path ? children : <Conversation seed={null} />;
}
