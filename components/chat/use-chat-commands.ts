import { useTranslations } from "use-intl";
import { type MessageView, messageText } from "@/lib/conversations/schema";
import { useCommand } from "../keyboard/commands.ts";
import { announce } from "../ui/announcer.tsx";
import { writeClipboard } from "../ui/copy-button.tsx";
import { focusMessageBox } from "./focus-message-box.ts";
import { lastCode } from "./last-code.ts";
import type { MessageActions } from "./message-buttons.tsx";
import type { ChatStore } from "./store/chat-store.ts";
import type { ConversationState } from "./store/state.ts";

type Handlers = { store: ChatStore; actions: MessageActions; pickModel: () => void };

/** What can be done with the open conversation by keys and from the palette. */
export function useChatCommands({ id, messages, turnId }: ConversationState, { store, actions, pickModel }: Handlers) {
  const translate = useTranslations("common");
  const copy = async (text: string) => {
    announce(translate((await writeClipboard(text)) ? "copied" : "copy-failed"));
  };
  const last = messages.at(-1);
  const answer = messages.findLast((message) => message.role === "assistant" && hasText(message));
  const lastAnswer = turnId === null && last?.role === "assistant" ? last : null;
  useCommand("focus-message", focusMessageBox);
  useCommand("choose-model", pickModel);
  useCommand("stop", turnId === null ? null : () => void store.stop(id));
  useCommand("regenerate", lastAnswer && (() => actions.regenerate(lastAnswer)));
  useCommand("copy-answer", answer ? () => void copy(messageText(answer.parts)) : null);
  useCommand("copy-code", answer ? () => copyCode() : null);

  const copyCode = () => {
    for (const message of messages.toReversed()) {
      const code = message.role === "assistant" ? lastCode(messageText(message.parts)) : null;
      if (code !== null) return void copy(code);
    }
    announce(translate("no-code"));
  };
}

const hasText = ({ parts }: MessageView) => parts.some((part) => part.type === "text" && part.text !== "");
