import { sidebarCookie } from "@/lib/settings/schema";
import { focusOnceShown } from "../ui/focus-once-shown.ts";
import { phone } from "../use-media.ts";
import { rememberChoice } from "./remember-choice.ts";

/** The ids of the sidebar and of the button that opens it. */
export const sidebarId = "sidebar";
export const sidebarOpenerId = "sidebar-opener";

/** Whether the sidebar is a drawer at the moment. */
export const isDrawer = (): boolean => window.matchMedia(phone).matches;

/** Remembers for the next page whether the sidebar stands beside it. */
export function rememberSidebar(collapsed: boolean): void {
  rememberChoice(sidebarCookie, collapsed ? "collapsed" : "open");
}

/**
 * After the sidebar came or went on a desk: who pressed the button that went with it goes on at the one that takes it
 * back. Who typed elsewhere stays there.
 */
export function followSwitch(collapsed: boolean): void {
  const { activeElement } = document;
  const sidebar = document.getElementById(sidebarId);
  const opener = document.getElementById(sidebarOpenerId);
  const lost = collapsed
    ? sidebar?.contains(activeElement) || activeElement === document.body
    : activeElement === opener || activeElement === document.body;
  if (!lost) return;
  const next = collapsed ? opener : sidebar?.querySelector<HTMLElement>(`[aria-controls="${sidebarId}"]`);
  if (next) focusOnceShown(next, activeElement);
}
