"use client";

import { usePathname } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useInsertionEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { ConversationPage } from "@/lib/conversations/schema";
import type { Preset, PresetName } from "@/lib/settings/presets-schema";
import type { Locale, Theme } from "@/lib/settings/schema";
import { ChatStore } from "../chat/store/chat-store.ts";
import type { Notice } from "../chat/store/notices.ts";
import type { PresetsState } from "../chat/store/presets-store.ts";
import type { ConversationState, ListState, ModelsState } from "../chat/store/state.ts";
import { askAs } from "../http.ts";
import { Commands, CommandsContext } from "../keyboard/commands.ts";
import { KeyboardHost } from "../keyboard/keyboard-host.tsx";
import { useKeptFocus } from "../keyboard/use-kept-focus.ts";
import { OfflineBanner } from "../offline-banner.tsx";
import { UpdateBanner } from "../update-banner.tsx";
import { useVisibleHeight } from "../use-visible-height.ts";
import { Notices } from "./notices.tsx";
import { Sidebar } from "./sidebar.tsx";
import type { ListActions } from "./sidebar-props.ts";
import { followSwitch, isDrawer, rememberSidebar } from "./sidebar-switch.ts";

type WorkspaceContext = {
  store: ChatStore;
  /** what the address names: a conversation, or the new one */
  currentId: string;
  user: { name: string; email: string };
  /** the site runs there: its settings are variables of a project, and no file */
  onVercel: boolean;
  newChat: () => void;
  /** beside the page, where there is room for both */
  sidebarOpen: boolean;
  openSidebar: () => void;
  /** deletes a conversation, which can be undone, and leaves it if it is open */
  remove: (id: string, title: string) => void;
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

function useNotices(store: ChatStore): readonly Notice[] {
  const read = () => store.notices.state;
  return useSyncExternalStore(store.subscribe, read, read);
}

type WorkspaceProps = {
  user: { name: string; email: string };
  firstPage: ConversationPage;
  defaultModelId: string;
  /** what new conversations begin with */
  defaultPreset: Preset | null;
  /** the presets that a new chat offers */
  presetNames: PresetName[];
  /** of models that are shown before their lists are there, by id */
  modelNames: Record<string, string>;
  theme: Theme;
  locale: Locale;
  sidebarCollapsed: boolean;
  onVercel: boolean;
  children: ReactNode;
};

/**
 * The frame of every chat page. Going from one conversation to another changes the address and no more: the server
 * renders the first page, and from then on the store has or fetches what is shown, so that answers go on streaming
 * wherever the person looks.
 */
export function Workspace({ user, theme, locale, sidebarCollapsed, onVercel, children, ...first }: WorkspaceProps) {
  const [store] = useState(() => new ChatStore(first, user.email));
  // before any effect below asks for something
  useInsertionEffect(() => askAs(user.email), [user.email]);
  const [commands] = useState(() => new Commands());
  const { collapsed, drawerOpen, setOpen } = useSidebar(sidebarCollapsed);
  const notices = useNotices(store);
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
    const remove = (id: string, title: string) => {
      const open = conversationOf(window.location.pathname) === id;
      if (open) newChat();
      // who has gone on elsewhere meanwhile stays there
      void store.upkeep.remove(id, title, () => open && window.location.pathname === "/" && goToChat(`/c/${id}`));
    };
    const openSidebar = () => setOpen(true);
    return { store, currentId, user, onVercel, newChat, sidebarOpen: !collapsed, openSidebar, remove };
  }, [store, currentId, user, onVercel, collapsed, setOpen]);
  const { remove } = value;
  const actions = useMemo<ListActions>(
    () => ({
      rename: (id, title) => store.upkeep.rename(id, title),
      pin: (id, pinned) => store.upkeep.pin(id, pinned),
      archive: (id) => void store.upkeep.archive(id),
      remove: ({ id, title }) => remove(id, title),
      see: (activity) => store.list.see(activity),
    }),
    [store, remove],
  );
  return (
    <CommandsContext.Provider value={commands}>
      <Context.Provider value={value}>
        <div className="flex visible-height overflow-hidden print:block print:h-auto print:overflow-visible">
          <Sidebar
            conversations={list.conversations}
            currentId={openId}
            status={list.status}
            hasMore={list.next !== null}
            onLoadMore={() => void store.list.loadMore()}
            onRetry={() => void (list.conversations.length > 0 ? store.list.loadMore() : store.list.load())}
            onNewChat={value.newChat}
            onOpen={(id) => goToChat(`/c/${id}`)}
            actions={actions}
            user={user}
            theme={theme}
            locale={locale}
            collapsed={collapsed}
            drawerOpen={drawerOpen}
            onClose={() => setOpen(false)}
          />
          {/* the focus comes here when what had it went away */}
          <main tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none print:block">
            <OfflineBanner />
            <UpdateBanner />
            {children}
          </main>
        </div>
        <Notices store={store.notices} notices={notices} beside={!collapsed} />
        <KeyboardHost
          {...{ store, commands, currentId }}
          canUndo={notices.some(({ undo }) => undo !== null)}
          onNewChat={value.newChat}
          onOpenConversation={(id) => goToChat(`/c/${id}`)}
          onToggleSidebar={() => setOpen(isDrawer() ? !drawerOpen : collapsed)}
        />
      </Context.Provider>
    </CommandsContext.Provider>
  );
}

type SidebarState = { collapsed: boolean; drawerOpen: boolean; setOpen: (open: boolean) => void };

/** The sidebar as it stands: beside the page, which is remembered, and as a drawer on a phone, which is not. */
function useSidebar(collapsedBefore: boolean): SidebarState {
  const [collapsed, setCollapsed] = useState(collapsedBefore);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const setOpen = useCallback((open: boolean) => {
    if (isDrawer()) return setDrawerOpen(open);
    setCollapsed(!open);
    rememberSidebar(!open);
    followSwitch(!open);
  }, []);
  return { collapsed, drawerOpen, setOpen };
}

function conversationOf(pathname: string): string | null {
  return /^\/c\/([^/]+)$/.exec(pathname)?.[1] ?? null;
}

/** Shows a conversation, or the new one: every page of the frame does, by its address alone (see BesideChat). */
export function goToChat(path: "/" | `/c/${string}`): void {
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
