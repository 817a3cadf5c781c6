type SpinnerProps = {
  className?: string;
  /** what is waited for, said to screen readers; without it the spinner is decorative */
  label?: string;
};

/** A turning ring that takes the colour of its text. */
export function Spinner({ className = "size-4", label }: SpinnerProps) {
  const ring = (
    <svg viewBox="0 0 20 20" className={`animate-spin ${className}`} aria-hidden="true" focusable="false" fill="none">
      <circle cx="10" cy="10" r="7.5" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2.5" />
      <path d="M17.5 10A7.5 7.5 0 0 0 10 2.5" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  );
  if (!label) return ring;
  return (
    <span role="status">
      {ring}
      <span className="sr-only">{label}</span>
    </span>
  );
}
