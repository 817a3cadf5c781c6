"use client";

import { useTranslations } from "use-intl";
import { NewChat } from "../sidebar/new-chat.tsx";

/** In the place of a conversation that is not there, or belongs to someone else: both look the same. */
export function ConversationMissing({ onNewChat }: { onNewChat?: () => void }) {
  const translate = useTranslations("missing");
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-6 p-6 text-center">
      <div className="max-w-md grid grid-cols-1 gap-2">
        <h2 className="text-balance font-semibold text-xl tracking-tight">{translate("title")}</h2>
        <p className="text-pretty text-muted">{translate("text")}</p>
      </div>
      <NewChat onNewChat={onNewChat} />
    </div>
  );
}
