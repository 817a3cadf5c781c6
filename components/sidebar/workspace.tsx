"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ConversationPage } from "@/lib/conversations/schema";
import type { Preset } from "@/lib/settings/presets-schema";
import type { Locale, Theme } from "@/lib/settings/schema";
import { ChatStore } from "../chat/store/chat-store.ts";
import type { PresetsState } from "../chat/store/presets-store.ts";
import type { ConversationState, ListState, ModelsState } from "../chat/store/state.ts";
import { Commands, CommandsContext } from "../keyboard/commands.ts";
import { KeyboardHost } from "../keyboard/keyboard-host.tsx";
import { useKeptFocus } from "../keyboard/use-kept-focus.ts";
import { OfflineBanner } from "../offline-banner.tsx";
import { UpdateBanner } from "../update-banner.tsx";
import { useVisibleHeight } from "../use-visible-height.ts";
import { Sidebar } from "./sidebar.tsx";

type WorkspaceContext = {
  store: ChatStore;
  /** what the address names: a conversation, or the new one */
  currentId: string;
  user: { name: string; email: string };
  newChat: () => void;
  /** undefined until someone chose */
  sidebarOpen: boolean | undefined;
  openSidebar: () => void;
};

const Context = createContext<WorkspaceContext | null>(null);

/** The store and the frame around the page. */
export function useWorkspace(): WorkspaceContext {
  const value = useContext(Context);
  if (!value) throw new Error("useWorkspace is for components inside Workspace");
  return value;
}

/** A conversation of the store, kept up to date. */
export function useConversation(store: ChatStore, id: string): ConversationState {
  const read = () => store.conversation(id);
  return useSyncExternalStore(store.subscribe, read, read);
}

/** What the model picker shows, kept up to date. */
export function useModels(store: ChatStore): ModelsState {
  const read = () => store.models.state;
  return useSyncExternalStore(store.subscribe, read, read);
}

/** The presets, kept up to date. */
export function usePresets(store: ChatStore): PresetsState {
  const read = () => store.presets.state;
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Whether the browser keeps what is typed; as long as nothing has shown otherwise, it does. */
export function useKeeps(store: ChatStore): boolean {
  const read = () => store.keeps;
  return useSyncExternalStore(store.subscribe, read, read);
}

function useList(store: ChatStore): ListState {
  const read = () => store.list.state;
  return useSyncExternalStore(store.subscribe, read, read);
}

type WorkspaceProps = {
  user: { name: string; email: string };
  firstPage: ConversationPage;
  defaultModelId: string;
  /** what new conversations begin with */
  defaultPreset: Preset | null;
  /** of models that are shown before their lists are there, by id */
  modelNames: Record<string, string>;
  theme: Theme;
  locale: Locale;
  children: ReactNode;
};

/**
 * The frame of every chat page. Going from one conversation to another changes the address and no more: the server
 * renders the first page, and from then on the store has or fetches what is shown, so that answers go on streaming
 * wherever the person looks.
 */
export function Workspace({ user, theme, locale, children, ...first }: WorkspaceProps) {
  const [store] = useState(() => new ChatStore(first, user.email));
  const [commands] = useState(() => new Commands());
  const [sidebarOpen, setSidebarOpen] = useState<boolean>();
  const list = useList(store);
  const pathname = usePathname();
  const openId = conversationOf(pathname);
  const draftId = useSyncExternalStore(
    store.subscribe,
    () => store.draftId,
    () => store.draftId,
  );
  const currentId = openId ?? draftId;
  useFreshness(store, currentId, locale);
  useKeptFocus(pathname);
  useVisibleHeight();
  // going back to "/" is a new chat, not the one that was begun there
  useEffect(() => {
    if (openId === null) store.renewDraft();
  }, [store, openId]);

  const value = useMemo<WorkspaceContext>(() => {
    const newChat = () => {
      store.renewDraft();
      goToChat("/");
    };
    return { store, currentId, user, newChat, sidebarOpen, openSidebar: () => setSidebarOpen(true) };
  }, [store, currentId, user, sidebarOpen]);

  const remove = async (id: string) => {
    const removed = await store.remove(id);
    if (removed && conversationOf(window.location.pathname) === id) value.newChat();
    return removed;
  };
  return (
    <CommandsContext.Provider value={commands}>
      <Context.Provider value={value}>
        <div className="flex visible-height overflow-hidden">
          <Sidebar
            conversations={list.conversations}
            currentId={openId}
            status={list.status}
            hasMore={list.next !== null}
            onLoadMore={() => void store.list.loadMore()}
            onRetry={() => void (list.conversations.length > 0 ? store.list.loadMore() : store.list.load())}
            onNewChat={value.newChat}
            onOpen={(id) => goToChat(`/c/${id}`)}
            onRename={(id, title) => store.rename(id, title)}
            onDelete={remove}
            user={user}
            theme={theme}
            locale={locale}
            open={sidebarOpen}
            onClose={() => setSidebarOpen(false)}
          />
          {/* the focus comes here when what had it went away */}
          <main tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            <OfflineBanner />
            <UpdateBanner />
            {children}
          </main>
        </div>
        <KeyboardHost
          {...{ store, commands, currentId, sidebarOpen }}
          onNewChat={value.newChat}
          onOpenConversation={(id) => goToChat(`/c/${id}`)}
          onToggleSidebar={setSidebarOpen}
        />
      </Context.Provider>
    </CommandsContext.Provider>
  );
}

function conversationOf(pathname: string): string | null {
  return /^\/c\/([^/]+)$/.exec(pathname)?.[1] ?? null;
}

/** Shows a conversation, or the new one: every page of the frame does, by its address alone (see BesideChat). */
function goToChat(path: "/" | `/c/${string}`): void {
  if (window.location.pathname !== path) window.history.pushState(null, "", path);
}

/** Loads what is looked at; news of it, and what waits to be sent, are the store's own care. */
function useFreshness(store: ChatStore, currentId: string, locale: Locale): void {
  useEffect(() => {
    void store.show(currentId);
  }, [store, currentId]);
  useEffect(() => {
    void store.models.load();
    return store.start();
  }, [store]);
  useEffect(() => {
    void store.presets.load(locale);
  }, [store, locale]);
}
