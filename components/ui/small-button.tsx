import type { ReactNode } from "react";

/** Classes of the quiet buttons beneath a message. */
export const smallButtonClass =
  "inline-flex min-h-8 min-w-8 items-center justify-center gap-1.5 rounded-md px-1.5 text-muted text-xs hover:bg-hover " +
  "hover:text-ink aria-disabled:opacity-40 aria-disabled:hover:bg-transparent aria-disabled:hover:text-muted " +
  "max-md:min-h-11 max-md:min-w-11 print:hidden";

type SmallButtonProps = {
  /** accessible name and tooltip */
  label: string;
  /** by which scripts find the button */
  name?: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
};

/** A quiet button with a picture. While it is disabled it keeps the focus, so that keys find their way back. */
export function SmallButton({ label, name, disabled = false, onClick, children }: SmallButtonProps) {
  return (
    <button
      type="button"
      name={name}
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
      className={smallButtonClass}
    >
      {children}
    </button>
  );
}
