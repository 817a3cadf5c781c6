"use client";

import { ImageIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { decodeEntities } from "./entities.ts";

/** A link's address when it is one that an answer may lead to (the web, mail), else null. */
export function safeAddress(href: string, literal = false): string | null {
  const decoded = literal ? href : decodeEntities(href);
  // What follows the scheme may be anything; what comes before it may not: "java\nscript:", relative paths.
  if (!/^(?:https?:\/\/|mailto:)/i.test(decoded)) return null;
  try {
    const { protocol, href: address } = new URL(decoded);
    return protocol === "https:" || protocol === "http:" || protocol === "mailto:" ? address : null;
  } catch {
    return null;
  }
}

type LinkProps = { address: string | null; title?: string | null | undefined; children: ReactNode };

/** A link of an answer, opened in a new tab; its tooltip tells where it leads. Without a safe address only its text. */
export function AnswerLink({ address, title, children }: LinkProps) {
  if (!address) return children;
  return (
    <a
      href={address}
      title={title ? `${title} – ${address}` : address}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
    >
      {children}
    </a>
  );
}

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
