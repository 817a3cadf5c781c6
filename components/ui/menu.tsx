"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

/** One line of a menu. */
export type MenuItem = {
  label: string;
  /** tells lines with the same label apart */
  id?: string;
  icon?: ReactNode;
  /** at the line's end, and part of its name */
  detail?: string;
  danger?: boolean;
  onSelect: () => void;
};

type MenuProps = {
  /** accessible name and tooltip of the button, and name of the menu */
  label: string;
  /** id of the element that tells what the menu is about */
  describedBy?: string;
  items: MenuItem[];
  /** of the button */
  tabIndex?: number;
  className?: string;
  /** what the button shows */
  children: ReactNode;
};

/** A button that opens a menu. The menu is in the page only while it is open. */
export function Menu({ label, describedBy, items, tabIndex, className = "", children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        title={label}
        tabIndex={tabIndex}
        aria-describedby={describedBy}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className={className}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && button.current && (
        <MenuList id={id} label={label} items={items} anchor={button.current} onClose={close} />
      )}
    </>
  );
}

type MenuListProps = {
  id: string;
  label: string;
  items: MenuItem[];
  anchor: HTMLElement;
  onClose: (returnFocus: boolean) => void;
};

function MenuList({ id, label, items, anchor, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const latestClose = useRef(onClose);
  useEffect(() => {
    latestClose.current = onClose;
  });

  useEffect(() => {
    const menu = list.current;
    if (!menu) return;
    menu.showPopover();
    place(menu, anchor);
    menu.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true });
    const closeOnPress = (event: Event) => {
      const inside = event.target instanceof Node && (menu.contains(event.target) || anchor.contains(event.target));
      if (!inside) latestClose.current(false);
    };
    // It goes along with its button: what scrolls may be an answer that grows, what resizes a phone's keyboard that goes.
    const follow = (event: Event) => {
      if (event.target instanceof Node && menu.contains(event.target)) return;
      if (isInSight(anchor)) place(menu, anchor);
      else latestClose.current(menu.contains(document.activeElement));
    };
    document.addEventListener("pointerdown", closeOnPress, true);
    document.addEventListener("scroll", follow, true);
    window.addEventListener("resize", follow);
    return () => {
      document.removeEventListener("pointerdown", closeOnPress, true);
      document.removeEventListener("scroll", follow, true);
      window.removeEventListener("resize", follow);
    };
  }, [anchor]);

  return (
    // "manual": the button toggles, and the listeners above close; an "auto" popover would fight with the button
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      popover="manual"
      tabIndex={-1}
      onKeyDown={(event) => moveOrClose(event, onClose)}
      className="fixed inset-auto m-0 min-w-44 max-w-[calc(100vw-1rem)] max-h-[calc(100dvh-1rem)] overflow-y-auto overscroll-contain rounded-xl border border-line bg-surface p-1 text-ink shadow-lg"
    >
      {items.map((item) => (
        <button
          key={item.id ?? item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose(true);
            item.onSelect();
          }}
          className={`flex min-h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-start text-sm outline-none hover:bg-hover focus:bg-hover max-md:min-h-11 ${item.danger ? "text-danger" : ""}`}
        >
          {item.icon}
          {item.detail === undefined ? item.label : <LabelAndDetail label={item.label} detail={item.detail} />}
        </button>
      ))}
    </div>
  );
}

function LabelAndDetail({ label, detail }: { label: string; detail: string }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate">{label} </span>
      <span className="shrink-0 ps-4 text-muted tabular-nums">{detail}</span>
    </>
  );
}

function moveOrClose(event: KeyboardEvent<HTMLElement>, onClose: (returnFocus: boolean) => void) {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const current = entries.indexOf(document.activeElement as HTMLElement);
  const targets: Record<string, number> = {
    ArrowDown: (current + 1) % entries.length,
    ArrowUp: (current - 1 + entries.length) % entries.length,
    Home: 0,
    End: entries.length - 1,
  };
  const target = targets[event.key];
  if (target !== undefined) {
    event.preventDefault();
    entries[target]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    // Esc belongs to the menu alone, not to the drawer or dialog around it.
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    onClose(true);
  }
}

/** Whether its middle is in the window, and not scrolled out of what is around it. */
function isInSight(anchor: HTMLElement): boolean {
  const { top, left, width, height } = anchor.getBoundingClientRect();
  return document.elementsFromPoint(left + width / 2, top + height / 2).includes(anchor);
}

/** Below the anchor, its end at the anchor's end; above or at the screen's edge when there is no room. */
function place(menu: HTMLElement, anchor: HTMLElement) {
  const from = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = from.bottom + 4;
  const top = below + height > window.innerHeight - 8 ? from.top - height - 4 : below;
  const left = Math.min(from.right - width, window.innerWidth - width - 8);
  menu.style.top = `${Math.max(8, top)}px`;
  menu.style.left = `${Math.max(8, left)}px`;
}
