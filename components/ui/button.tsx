import { type ComponentPropsWithRef, useMemo } from "react";
import { passingFocusTo } from "./keep-focus.ts";
import { Spinner } from "./spinner.tsx";

const base =
  "inline-flex select-none items-center justify-center gap-2 rounded-lg font-medium transition-colors " +
  "disabled:opacity-50 aria-disabled:opacity-50 print:hidden";

const kinds = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong disabled:hover:bg-accent",
  secondary: "border border-line bg-surface text-ink hover:bg-hover",
  ghost: "text-ink hover:bg-hover",
  danger: "bg-danger text-on-danger hover:opacity-90",
} as const;

/** Classes of a button, for links that look like one. */
export function buttonClass(kind: keyof typeof kinds = "secondary", className = ""): string {
  return `${base} min-h-9 px-3.5 text-sm max-md:min-h-11 ${kinds[kind]} ${className}`;
}

type ButtonProps = ComponentPropsWithRef<"button"> & { kind?: keyof typeof kinds; busy?: boolean };

/** A button with words. While `busy` it shows a spinner and takes no presses, but keeps the focus. */
export function Button({ kind = "secondary", busy = false, className, children, onClick, ref, ...rest }: ButtonProps) {
  const passing = useMemo(() => passingFocusTo(ref), [ref]);
  return (
    <button
      type="button"
      {...rest}
      ref={passing}
      className={buttonClass(kind, className)}
      // not `disabled`: that would drop the focus to the body in the middle of a form
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

type IconButtonProps = ComponentPropsWithRef<"button"> & { "aria-label": string };

/** A square button with an icon; its accessible name is also its tooltip. */
export function IconButton({ className = "", title, children, ref, ...rest }: IconButtonProps) {
  const passing = useMemo(() => passingFocusTo(ref), [ref]);
  return (
    <button
      type="button"
      title={title ?? rest["aria-label"]}
      {...rest}
      ref={passing}
      className={`${base} size-9 shrink-0 text-muted hover:bg-hover hover:text-ink max-md:size-11 ${className}`}
    >
      {children}
    </button>
  );
}
