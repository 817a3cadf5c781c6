"use client";

import { type ComponentType, useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type ConversationView, type MessageView, maxMessageLength } from "@/lib/conversations/schema";
import { ModelPicker } from "../models/model-picker.tsx";
import { PriceBefore } from "../price/price-before.tsx";
import { ConversationSettingsControl } from "../settings/conversation-settings-control.tsx";
import { PlanNote } from "../settings/plan-note.tsx";
import { PresetChips } from "../settings/preset-chips.tsx";
import { useConversation, useKeeps, useModels, useWorkspace } from "../sidebar/workspace.tsx";
import { Alert } from "../ui/alert.tsx";
import { Announcer } from "../ui/announcer.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { ChatTotal } from "../usage/chat-total.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { ConversationMissing } from "./conversation-missing.tsx";
import { ConversationSkeleton } from "./conversation-skeleton.tsx";
import { EditForm } from "./edit-form.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { FindPlace } from "./find/find-place.tsx";
import type { Found } from "./find/found.ts";
import { useFinding } from "./find/use-finding.ts";
import { focusMessageBox } from "./focus-message-box.ts";
import { LaterMessageList, useListBefore } from "./later-message-list.tsx";
import type { MessageListProps } from "./message-list.tsx";
import { OfferedDraft } from "./offered-draft.tsx";
import type { ChatStore } from "./store/chat-store.ts";
import { isSendable } from "./store/outgoing.ts";
import type { AskedModel, ConversationState } from "./store/state.ts";
import { useAnnouncement } from "./use-announcement.ts";
import { useChatCommands } from "./use-chat-commands.ts";
import { useMessageActions } from "./use-message-actions.ts";
import { useTitle } from "./use-title.ts";
import { useWaited } from "./use-waited.ts";
import { WaitingList } from "./waiting-list.tsx";

type ConversationProps = {
  /** what the server read of it, for the first paint; null for a new one */
  seed: ConversationView | "missing" | null;
  /** the model that the address wants for a new one, and whether there is such a model here */
  asked?: AskedModel | null;
  /** the list of messages, where the page begins with some; else it comes by itself, after the page */
  MessageList?: ComponentType<MessageListProps>;
};

/** The conversation that the address names. */
export function Conversation({ seed, asked = null, MessageList = LaterMessageList }: ConversationProps) {
  const { store, currentId, newChat, openSidebar, sidebarOpen } = useWorkspace();
  // before the first look at the store, and once: what the server read is old news later
  useState(() => (seed === "missing" ? store.seedMissing(currentId) : seed && store.seed(seed)));
  useAskedModel(store, asked);
  useListBefore();
  const state = useConversation(store, currentId);
  const title = useTitle(store, state);
  const announcement = useAnnouncement(state);
  const finding = useFinding(state);
  return (
    <>
      <ChatHeader
        {...{ title, onOpenSidebar: openSidebar, sidebarOpen, onNewChat: newChat }}
        onFind={finding.open}
        total={<ChatTotal conversationId={state.id} version={spendingVersion(state)} />}
      />
      <FindPlace {...{ state, store }} bar={finding.bar} />
      <Body key={state.id} {...{ state, store, MessageList }} found={finding.found} />
      <Announcer message={announcement} />
    </>
  );
}

// there is more when an answer has ended, and when the title has come
function spendingVersion({ status, turnId, title, messages }: ConversationState): string | null {
  return status === "ready" && turnId === null ? `${messages.at(-1)?.id} ${title}` : null;
}

type BodyProps = {
  state: ConversationState;
  store: ChatStore;
  found: Found | null;
  MessageList: ComponentType<MessageListProps>;
};

function Body(props: BodyProps) {
  const { state, store } = props;
  const translate = useTranslations("conversation");
  const { newChat } = useWorkspace();
  switch (state.status) {
    case "loading":
      return <ConversationSkeleton />;
    case "missing":
      return <ConversationMissing onNewChat={newChat} />;
    case "failed":
      return (
        <div className="mx-auto w-full max-w-column flex-1 p-6">
          <Alert actions={<Button onClick={() => void store.reload(state.id)}>{translate("retry")}</Button>}>
            {translate("failed")}
          </Alert>
        </div>
      );
    default:
      return <OpenConversation {...props} />;
  }
}

function OpenConversation({ state, store, found, MessageList }: BodyProps) {
  const { user, onVercel, newChat } = useWorkspace();
  const models = useModels(store);
  const keeps = useKeeps(store);
  const { id, editing } = state;
  // what the open picker chooses for: the next turn, or an answer that is to be given again; null while it is closed
  const [picking, setPicking] = useState<"next" | MessageView | null>(null);
  useEffect(() => {
    if (picking) void store.models.refresh();
  }, [store, picking]);
  const onEarlier = useCallback((throughId?: string) => store.earlier.load(id, throughId), [store, id]);
  const { actions, onStep } = useMessageActions(store, id, { pickModel: setPicking, newChat });
  useChatCommands(state, { store, actions, pickModel: () => setPicking("next") });
  const modelId = state.modelId || (models.listing?.defaultModelId ?? "");
  const send = async () => {
    if (state.modelId !== modelId) void store.choices.chooseModel(id, modelId);
    const sent = store.send(id);
    // the address names the conversation from its first message on
    if (window.location.pathname === "/") window.history.replaceState(null, "", `/c/${id}`);
    await sent;
    const { status, waiting } = store.conversation(id);
    // or not yet: the text is back in the box
    if (id === store.draftId && status === "new" && waiting.length === 0 && window.location.pathname === `/c/${id}`)
      window.history.replaceState(null, "", "/");
  };
  const signedOut = state.error?.code === "unauthenticated";
  const choose = (chosen: string) => {
    if (picking === "next") void store.choices.chooseModel(id, chosen);
    else if (picking) void store.versions.regenerate(id, picking, chosen);
  };
  const waited = useWaited(state.waiting);
  const busy = state.turnId !== null;
  const edit = editing && {
    messageId: editing.messageId,
    form: <Editing text={editing.text} {...{ id, store, busy }} />,
  };
  // the server chooses the demo's model only where there is no other
  const demo = models.listing?.providers.every(({ id }) => id === "demo") ?? modelId.startsWith("demo:");
  return (
    <>
      {state.messages.length === 0 ? (
        <EmptyChat
          name={user.name}
          {...{ demo, onVercel, listing: models.listing }}
          onSuggest={(text) => {
            // behind what was typed: it is not lost for a press
            store.setDraft(id, [state.draft, text].filter((part) => part !== "").join("\n"));
            focusMessageBox();
          }}
        >
          <PresetChips {...{ id, settings: state.settings, modelId, store }} />
        </EmptyChat>
      ) : (
        <MessageList
          conversationId={id}
          messages={state.messages}
          {...{ earlier: state.earlier, earlierStatus: state.earlierStatus, onEarlier }}
          {...{ turnId: state.turnId, waited, actions, onStep, edit, found }}
        />
      )}
      <WaitingList
        messages={state.waiting}
        onEdit={(turnId) => {
          store.editWaiting(id, turnId);
          focusMessageBox();
        }}
        onRemove={(turnId) => {
          store.removeWaiting(id, turnId);
          focusMessageBox();
        }}
        onSendNow={() => {
          waited.clear();
          void store.sendNow(id);
          focusMessageBox();
        }}
      />
      <Composer
        offeredDraft={
          state.offeredDraft !== null && (
            <OfferedDraft
              text={state.offeredDraft}
              onTake={() => {
                store.boxes.takeOffered(id);
                focusMessageBox();
              }}
              onDiscard={() => {
                store.boxes.discardOffered(id);
                focusMessageBox();
              }}
            />
          )
        }
        text={state.draft}
        onTextChange={(text) => store.setDraft(id, text)}
        onEarlyText={(text) => store.boxes.begin(id, text)}
        onSend={() => void send()}
        onStop={() => void store.stop(id)}
        running={busy}
        stopping={state.stopping}
        atRisk={!keeps}
        disabled={modelId === ""}
        error={signedOut && keeps ? { code: "signed_out" } : state.error}
        errorAction={
          signedOut ? (
            <SignInAgain id={state.status === "new" ? null : id} />
          ) : (
            state.error?.code === "model_not_found" && <ChooseModel onPick={() => setPicking("next")} />
          )
        }
        onDismissError={() => store.dismissError(id)}
        maxLength={maxMessageLength}
        onEditLast={() => {
          const waiting = state.waiting.at(-1);
          const mine = state.messages.findLast((message) => message.role === "user");
          if (waiting) store.editWaiting(id, waiting.turnId);
          else if (mine) actions.startEdit(mine);
        }}
        sendableEmpty={isSendable({ ...state, draft: "" })}
        controls={
          <>
            <ModelPicker
              value={modelId}
              listing={models.listing}
              status={models.status}
              open={picking !== null}
              onOpenChange={(open) => setPicking(open ? "next" : null)}
              onChoose={choose}
              onRetry={() => void store.models.load()}
              onMark={(modelId, favourite) => void store.models.mark(modelId, favourite)}
              markError={models.markError}
              onDismissError={() => store.models.dismissMarkError()}
              knownName={models.names[modelId]}
            />
            <ConversationSettingsControl {...{ id, settings: state.settings, modelId, store }} />
            <PriceBefore
              {...{ settings: state.settings, messages: state.messages, earlier: state.earlier }}
              {...{ draft: state.draft, modelId }}
              listing={models.listing}
              onChoose={(chosen) => void store.choices.chooseModel(id, chosen)}
              onBrowse={() => setPicking("next")}
            />
          </>
        }
        note={
          <PlanNote
            parameters={state.settings.parameters}
            {...{ modelId, listing: models.listing }}
            onBrowse={() => setPicking("next")}
          />
        }
      />
    </>
  );
}

type EditingProps = { id: string; store: ChatStore; text: string; busy: boolean };

function Editing({ id, store: { versions }, text, busy }: EditingProps) {
  return (
    <EditForm
      text={text}
      onTextChange={(changed) => versions.setEdit(id, changed)}
      onSend={() => void versions.sendEdit(id)}
      onCancel={() => versions.cancelEdit(id)}
      busy={busy}
    />
  );
}

/** The way to sign in and back: what was typed is kept in the browser. */
function SignInAgain({ id }: { id: string | null }) {
  const translate = useTranslations("conversation");
  return (
    <a href={id ? `/sign-in?next=${encodeURIComponent(`/c/${id}`)}` : "/sign-in"} className={buttonClass()}>
      {translate("sign-in")}
    </a>
  );
}

function ChooseModel({ onPick }: { onPick: () => void }) {
  const translate = useTranslations("steps");
  return <Button onClick={onPick}>{translate("choose-model")}</Button>;
}

// Taken once: the address is that of any new chat then, and another choice is not undone by coming back to it.
function useAskedModel(store: ChatStore, asked: AskedModel | null): void {
  useState(() => {
    if (asked && (typeof window === "undefined" || window.location.search !== "")) store.beginWith(asked);
  });
  useEffect(() => {
    if (asked && window.location.pathname === "/") window.history.replaceState(null, "", "/");
  }, [asked]);
}
