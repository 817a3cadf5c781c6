"use client";

/** A polite live region: a screen reader says `message` each time it changes. */
export function Announcer({ message }: { message: string }) {
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {message}
    </div>
  );
}

/** Where something that scripts add is heard and can be selected: beside an open dialog all else is inert. */
export const livePlace = (): Element => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;

let region: HTMLElement | undefined;

/** Says something once, politely, from code that has no live region of its own (a copy button). */
export function announce(message: string): void {
  const place = livePlace();
  if (region?.parentElement !== place) {
    region?.remove();
    region = document.createElement("div");
    region.setAttribute("role", "status");
    region.className = "sr-only";
    place.append(region);
  }
  region.textContent = "";
  // A region that is filled in the same task in which it was made or emptied is often not read.
  const target = region;
  setTimeout(() => {
    target.textContent = message;
  }, 50);
}
