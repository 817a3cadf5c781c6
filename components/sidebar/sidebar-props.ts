import type { ConversationSummary } from "@/lib/conversations/schema";
import type { Locale, Theme } from "@/lib/settings/schema";

/** What the sidebar shows, and what it asks for. */
export type SidebarProps = {
  /** newest first */
  conversations: readonly ConversationSummary[];
  currentId: string | null;
  status: "loading" | "ready" | "error";
  hasMore: boolean;
  onLoadMore: () => void;
  onRetry: () => void;
  onNewChat: () => void;
  onOpen: (id: string) => void;
  /** whether it was done; when not, the old title stays and the person is told */
  onRename: (id: string, title: string) => Promise<boolean>;
  onDelete: (id: string) => Promise<boolean>;
  user: { name: string; email: string };
  theme: Theme;
  locale: Locale;
  /** undefined until someone chose: then it is open where there is room, and closed on a phone */
  open?: boolean | undefined;
  onClose: () => void;
};
