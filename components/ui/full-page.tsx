import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { Logo } from "./logo.tsx";

type FullPageProps = {
  title: string;
  children: ReactNode;
  /** the words of the link to the start page */
  home: string;
  /** what else can be done, such as "Try again" */
  actions?: ReactNode;
};

/** A page that only says something: not found, an error. */
export function FullPage({ title, children, home, actions }: FullPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-8 px-6 py-12 text-center">
      <Logo />
      <div className="max-w-md grid grid-cols-1 gap-3">
        <h1 className="text-balance font-semibold text-2xl tracking-tight">{title}</h1>
        <p className="text-pretty text-muted">{children}</p>
      </div>
      <div className="flex flex-wrap items-center justify-center gap-3">
        {actions}
        <a href="/" className={buttonClass("primary")}>
          {home}
        </a>
      </div>
    </main>
  );
}
