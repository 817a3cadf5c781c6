"use client";

import { Archive, Boxes, ChartColumn, Trash2 } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Spinner } from "../ui/spinner.tsx";

const parts = {
  pages: [
    { href: "/models", name: "models", Icon: Boxes },
    { href: "/usage", name: "usage", Icon: ChartColumn },
  ],
  "put-away": [
    { href: "/archive", name: "archive-page", Icon: Archive },
    { href: "/trash", name: "trash-page", Icon: Trash2 },
  ],
} as const;

type PageLinksProps = { part: keyof typeof parts; onLeave: () => void };

/** The pages beside the chat: those above the list of conversations, or those with what was put away from it. */
export function PageLinks({ part, onLeave }: PageLinksProps) {
  const translate = useTranslations("sidebar");
  const pathname = usePathname();
  return (
    <nav
      aria-label={translate(part)}
      className={part === "pages" ? "pt-1.5" : "grid grid-cols-2 gap-1 border-line border-t px-3 py-1"}
    >
      {parts[part].map(({ href, name, Icon }) => (
        <Link
          key={href}
          href={href}
          // each is rendered for who asks: fetching it ahead would cost a look-up on every page
          prefetch={false}
          onNavigate={(event) => {
            onLeave();
            if (pathname !== href) return;
            event.preventDefault();
            beginAnew(href);
          }}
          aria-current={pathname === href ? "page" : undefined}
          className="flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-muted text-sm hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:text-ink max-md:min-h-11"
        >
          <Icon className="size-4.5" aria-hidden="true" />
          {translate(name)}
          <OnItsWay />
        </Link>
      ))}
    </nav>
  );
}

/** Shows that the page was asked for, when it takes a while. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span className="ms-auto animate-late">
      <Spinner className="size-3.5" />
    </span>
  );
}

// The page is shown already, and keeps what it shows in its address: it hears of the change as of going back.
function beginAnew(href: string): void {
  History.prototype.pushState.call(window.history, window.history.state, "", href);
  window.dispatchEvent(new PopStateEvent("popstate", { state: window.history.state }));
}
