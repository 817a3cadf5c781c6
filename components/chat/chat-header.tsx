"use client";

import { PanelLeftOpen, Search } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useKeysText } from "../keyboard/keys.tsx";
import { NewChat } from "../sidebar/new-chat.tsx";
import { sidebarId, sidebarOpenerId } from "../sidebar/sidebar-switch.ts";
import { IconButton } from "../ui/button.tsx";

type ChatHeaderProps = {
  /** the conversation's title; empty in a new chat */
  title: string;
  onOpenSidebar: () => void;
  /** beside the page, where there is room for both */
  sidebarOpen?: boolean;
  onNewChat?: () => void;
  /** looks for a text in the conversation; there is nothing to look through without it */
  onFind?: (() => void) | undefined;
  /** beside the title, below it on a phone */
  total?: ReactNode;
};

/** The bar over a conversation: its title, and on a phone, or beside a closed sidebar, the ways out of it. */
export const ChatHeader = memo(function ChatHeader(props: ChatHeaderProps) {
  const { title, onOpenSidebar, sidebarOpen, onNewChat, onFind, total } = props;
  const translate = useTranslations("sidebar");
  const common = useTranslations("common");
  const find = useTranslations("find");
  const keys = useKeysText("mod+shift+f");
  // Where the sidebar stands open beside the page, it has these buttons itself.
  const alone = sidebarOpen === false ? "" : "md:hidden";
  return (
    <header className="safe-top border-line border-b bg-canvas max-md:border-line md:border-transparent">
      <div className="flex h-14 items-center gap-1 px-2 print:h-auto print:px-0 print:pb-3">
        <IconButton
          id={sidebarOpenerId}
          aria-label={translate("open")}
          aria-expanded={false}
          aria-controls={sidebarId}
          onClick={onOpenSidebar}
          className={alone}
        >
          <PanelLeftOpen className="size-5" />
        </IconButton>
        <div className="min-w-0 flex-1 max-md:text-center md:flex md:items-center print:block print:text-start">
          <h1 className="min-w-0 flex-1 truncate px-2 font-medium text-sm print:wrap-anywhere print:whitespace-normal print:px-0 print:font-semibold print:text-2xl">
            {title || common("new-chat")}
          </h1>
          {total}
        </div>
        {onFind && (
          <IconButton
            aria-label={find("open")}
            aria-keyshortcuts="Control+Shift+F Meta+Shift+F"
            title={keys ? find("open-keys", { keys }) : find("open")}
            onClick={onFind}
          >
            <Search className="size-5" />
          </IconButton>
        )}
        <NewChat iconOnly onNewChat={onNewChat} className={alone} />
      </div>
    </header>
  );
});
