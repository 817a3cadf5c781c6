import type { ConversationSummary } from "@/lib/conversations/schema";
import type { Locale, Theme } from "@/lib/settings/schema";

/** What can be done with a conversation on the list. Each shows at once; what is refused is taken back, and told. */
export type ListActions = {
  /** whether it was done */
  rename: (id: string, title: string) => Promise<boolean>;
  pin: (id: string, pinned: boolean) => Promise<boolean>;
  archive: (id: string) => void;
  remove: (conversation: ConversationSummary) => void;
  /** which part of the list is in sight: that below this activity; null for its top */
  see: (activity: number | null) => void;
};

/** What the sidebar shows, and what it asks for. */
export type SidebarProps = {
  /** the pinned ones first, then the newest */
  conversations: readonly ConversationSummary[];
  currentId: string | null;
  status: "loading" | "ready" | "error";
  hasMore: boolean;
  onLoadMore: () => void;
  onRetry: () => void;
  onNewChat: () => void;
  onOpen: (id: string) => void;
  actions: ListActions;
  user: { name: string; email: string };
  theme: Theme;
  locale: Locale;
  /** beside the page, where there is room for both */
  collapsed?: boolean;
  /** over the page, on a phone */
  drawerOpen?: boolean;
  onClose: () => void;
};
