import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { MessageView } from "@/lib/conversations/schema";
import { announce } from "../ui/announcer.tsx";
import type { MessageActions } from "./message-buttons.tsx";
import type { StepHandlers } from "./next-steps.tsx";
import type { ChatStore } from "./store/chat-store.ts";

/** What is done outside of the list of messages; both must be stable. */
type Elsewhere = {
  /** has a model chosen by which an answer is given again */
  pickModel: (answer: MessageView) => void;
  newChat: () => void;
};

/** What can be done with the messages of a conversation, as objects that never change. */
export function useMessageActions(
  store: ChatStore,
  id: string,
  { pickModel, newChat }: Elsewhere,
): { actions: MessageActions; onStep: StepHandlers } {
  const translate = useTranslations("versions");
  return useMemo(() => {
    const { versions } = store;
    const chooseVersion = async (_: MessageView, versionId: string, beforeShown?: () => void) => {
      const shown = await versions.choose(id, versionId, beforeShown);
      const all = shown?.versions;
      if (shown && all) announce(translate("place", { number: all.indexOf(shown.id) + 1, count: all.length }));
    };
    const fork = async (message: MessageView) => {
      const forked = await versions.fork(id, message.id);
      // unless the person has gone elsewhere meanwhile
      if (forked === null || window.location.pathname !== `/c/${id}`) return;
      window.history.pushState(null, "", `/c/${forked}`);
      announce(translate("forked"));
    };
    const regenerate = (answer: MessageView) => void versions.regenerate(id, answer);
    const goOn = (answer: MessageView) => void versions.goOn(id, answer);
    return {
      actions: {
        regenerate,
        regenerateWith: pickModel,
        startEdit: (message) => void versions.startEdit(id, message),
        chooseVersion,
        fork,
      },
      onStep: {
        retry: regenerate,
        continue: goOn,
        "choose-model": pickModel,
        "new-chat": newChat,
      },
    };
  }, [store, id, pickModel, newChat, translate]);
}
