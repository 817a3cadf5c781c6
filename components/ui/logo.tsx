/** The mark: two jacks of a switchboard and the cord that joins them, the far one lit. Decorative beside the name. */
export function Mark({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <g className="fill-on-accent" fillOpacity="0.34">
        <circle cx="9.5" cy="9.5" r="2.25" />
        <circle cx="22.5" cy="22.5" r="2.25" />
      </g>
      <path
        d="M9.5 22.5C9.5 12.5 22.5 19.5 22.5 9.5"
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2.75"
        strokeLinecap="round"
      />
      <circle cx="9.5" cy="22.5" r="3.5" className="fill-on-accent" />
      <circle
        cx="22.5"
        cy="9.5"
        r="3.5"
        className="fill-[#ffc46b]"
        stroke="#ffc46b"
        strokeOpacity="0.4"
        strokeWidth="2.5"
      />
    </svg>
  );
}

/** The mark with the product's name. */
export function Logo({ className = "" }: { className?: string }) {
  return (
    <span className={`inline-flex items-center gap-2.5 font-semibold text-[1.0625rem] tracking-tight ${className}`}>
      <Mark />
      Switchboard
    </span>
  );
}
