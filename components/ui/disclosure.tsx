import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** More of something, folded away until it is wanted. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group/disclosure mt-2">
      <summary className="inline-flex min-h-8 list-none items-center gap-1 rounded-lg pe-2 text-muted text-sm hover:text-ink max-md:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-4 transition-transform group-open/disclosure:rotate-90" />
        {label}
      </summary>
      {children}
    </details>
  );
}
