import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";

const kinds = {
  error: { frame: "border-danger/30 bg-danger-soft text-ink", icon: CircleAlert, tint: "text-danger" },
  info: { frame: "border-accent/25 bg-accent-soft text-ink", icon: Info, tint: "text-accent" },
} as const;

type AlertProps = { kind?: keyof typeof kinds; actions?: ReactNode; className?: string; children: ReactNode };

/** A sentence that is said at once (`role="alert"`), with what can be done about it. */
export function Alert({ kind = "error", actions, className = "", children }: AlertProps) {
  const { frame, icon: Icon, tint } = kinds[kind];
  return (
    <div
      role="alert"
      className={`flex items-start gap-2.5 rounded-xl border px-3.5 py-2.5 text-sm ${frame} ${className}`}
    >
      <Icon className={`mt-0.5 size-4 shrink-0 ${tint}`} />
      <div className="min-w-0 flex-1 wrap-break-word">{children}</div>
      {actions && <div className="-my-1 flex shrink-0 items-center gap-1">{actions}</div>}
    </div>
  );
}
