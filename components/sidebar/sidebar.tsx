"use client";

import { PanelLeftClose } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { SearchButton } from "../palette/search-button.tsx";
import { IconButton } from "../ui/button.tsx";
import { Logo } from "../ui/logo.tsx";
import { phone, useMedia } from "../use-media.ts";
import { Account } from "./account.tsx";
import { ConversationNav } from "./conversation-nav.tsx";
import { NewChat } from "./new-chat.tsx";
import { PageLinks } from "./page-links.tsx";
import type { SidebarProps } from "./sidebar-props.ts";
import { sidebarId } from "./sidebar-switch.ts";
import { useDrawer } from "./use-drawer.ts";

/** Every conversation, and the account. Beside the page where there is room; a drawer over it on a phone. */
export function Sidebar(props: SidebarProps) {
  const { collapsed = false, drawerOpen = false, onClose, user, theme, locale } = props;
  const translate = useTranslations("sidebar");
  const isPhone = useMedia(phone);
  const drawer = useRef<HTMLDivElement>(null);
  const modal = isPhone && drawerOpen;
  useDrawer(drawer, modal, onClose);
  // On a phone, what was chosen is what one wants to see next.
  const leaving = <Args extends unknown[]>(action: (...args: Args) => void) => {
    return (...args: Args) => {
      action(...args);
      if (modal) onClose();
    };
  };
  const onPhone = drawerOpen ? "" : "max-md:invisible max-md:-translate-x-full";
  const onDesk = collapsed ? "md:invisible md:-ms-72" : "";
  return (
    <>
      {drawerOpen && (
        <div
          aria-hidden="true"
          onPointerDown={onClose}
          className="fixed inset-0 z-30 bg-shade md:hidden print:hidden"
        />
      )}
      <div
        ref={drawer}
        id={sidebarId}
        {...(modal && { role: "dialog", "aria-modal": true, "aria-label": translate("label") })}
        tabIndex={-1}
        className={`z-40 flex visible-height print:hidden w-72 shrink-0 flex-col low:overflow-y-auto border-line border-e bg-sunken transition-[translate,margin,visibility] duration-200 max-md:fixed max-md:inset-y-0 max-md:start-0 max-md:w-[min(20rem,85vw)] ${onPhone} ${onDesk}`}
      >
        <header className="safe-top flex items-center justify-between ps-4 pe-2">
          <Logo className="py-3.5" />
          <IconButton aria-label={translate("close")} aria-expanded={true} aria-controls={sidebarId} onClick={onClose}>
            <PanelLeftClose className="size-5" />
          </IconButton>
        </header>
        <div className="px-3 pt-1 pb-2">
          <NewChat onNewChat={leaving(props.onNewChat)} className="w-full" />
          <SearchButton onPress={leaving(() => {})} />
          <PageLinks part="pages" onLeave={leaving(() => {})} />
        </div>
        <ConversationNav {...props} onOpen={leaving(props.onOpen)} />
        <PageLinks part="put-away" onLeave={leaving(() => {})} />
        <Account user={user} theme={theme} locale={locale} />
      </div>
    </>
  );
}
