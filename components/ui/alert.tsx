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
  // one line stands in the middle beside a button
  const line = actions ? "my-1 max-md:my-2" : "";
  return (
    <div
      role="alert"
      className={`flex items-start gap-2.5 rounded-xl border px-3.5 py-2.5 text-sm ${frame} ${className}`}
    >
      <Icon className={`size-4 shrink-0 translate-y-0.5 ${tint} ${line}`} />
      <div className={`min-w-0 flex-1 wrap-break-word ${line}`}>{children}</div>
      {actions && <div className="-my-1 flex shrink-0 items-center gap-1 self-center">{actions}</div>}
    </div>
  );
}
