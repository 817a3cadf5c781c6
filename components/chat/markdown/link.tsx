"use client";

import { ImageIcon } from "lucide-react";
import { type MouseEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { decodeEntities } from "./entities.ts";
import { isTrusted, LeaveDialog } from "./leave-dialog.tsx";

/** A link's address when it is one that an answer may lead to (the web, mail), else null. */
export function safeAddress(href: string, literal = false): string | null {
  const decoded = escapeAddress(literal ? href : decodeEntities(href));
  // What follows the scheme may be anything; what comes before it may not: "java\nscript:", relative paths.
  if (!/^(?:https?:\/\/|mailto:)/i.test(decoded)) return null;
  try {
    const { protocol, href: address } = new URL(decoded);
    return protocol === "https:" || protocol === "http:" || protocol === "mailto:" ? address : null;
  } catch {
    return null;
  }
}

/** Behind the host, CommonMark's renderers escape more than a browser, which would read `\` as `/`. */
function escapeAddress(address: string): string {
  const [host = ""] = /^https?:\/\/[^/?#\\]*/i.exec(address) ?? [];
  const path = address.slice(host.length);
  // what looks like part of the host is the browser's to read
  if (host === "" || !/^[/?#]/.test(path)) return address;
  return host + path.replace(/[\\[\]^`{|}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What a link without a safe address says: a path that leads nowhere from here, or null for any other scheme. */
export function relativeAddress(href: string): string | null {
  const decoded = decodeEntities(href);
  // as a browser would read it: it drops tabs, line ends and what cannot be seen before the scheme
  const read = [...decoded].filter((character) => character > " ").join("");
  return /^[a-z][a-z\d+.-]*:/i.test(read) ? null : decoded;
}

type LinkProps = {
  /** where it leads; null makes it no link */
  address: string | null;
  title?: string | null | undefined;
  /** in the place of an address: a path of which nobody knows what it is relative to */
  relative?: string | null;
  children: ReactNode;
};

/**
 * A link of an answer, opened in a new tab; its tooltip tells where it leads, and a press is asked about first when it
 * leads off this site. Without a safe address only its text.
 */
export function AnswerLink({ address, title, relative = null, children }: LinkProps) {
  const [asking, setAsking] = useState(false);
  if (!address) {
    // biome-ignore lint/a11y/useValidAnchor: without an address it is a place where a link would be, and no control
    return relative === null ? children : <a title={relative || undefined}>{children}</a>;
  }
  const askFirst = (event: MouseEvent) => {
    if (event.button > 1 || isTrusted(address)) return;
    event.preventDefault();
    setAsking(true);
  };
  return (
    <>
      <a
        href={address}
        title={title ? `${title} – ${address}` : address}
        // on paper the address of a link stands behind it, unless the link is its own address
        className={isBare(children, address) ? "bare-link" : undefined}
        target="_blank"
        rel="noopener noreferrer nofollow"
        referrerPolicy="no-referrer"
        onClick={askFirst}
        onAuxClick={askFirst}
      >
        {children}
      </a>
      {asking && <LeaveDialog address={address} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Whether a link's text is its address: on paper it need not stand there twice. */
const isBare = (text: ReactNode, address: string) =>
  typeof text === "string" && text !== "" && address.replace(/\/$/, "").endsWith(text.replace(/\/$/, ""));

/** An image of an answer: never loaded, as its address may carry out what was said; a link with its description. */
export function AnswerImage({ address, alt }: { address: string | null; alt: string }) {
  const translate = useTranslations("markdown");
  const text = alt.trim() || translate("image");
  return (
    <AnswerLink address={address}>
      <ImageIcon className="inline size-4 align-[-0.15em]" aria-hidden="true" />
      {/* a space that keeps the icon with the first word */}
      {`\u00a0${text}`}
    </AnswerLink>
  );
}
