import type { ComponentPropsWithRef, ReactNode } from "react";

const box = "block rounded-lg border bg-surface px-3 focus-visible:outline-offset-0";

/** Classes of a control in a field; its width is the caller's. */
export function fieldClass(wrong = false, className = ""): string {
  return `${box} ${wrong ? "border-danger" : "border-field"} ${className}`;
}

type FieldProps = {
  id: string;
  label: ReactNode;
  /** what is wrong with the value, in a sentence */
  error?: string | undefined;
  hint?: string | undefined;
  className?: string;
  /** the control, with `fieldProps` */
  children: ReactNode;
};

/** A labelled control of any kind, whose hint and error are tied to it for screen readers; see `fieldProps`. */
export function Field({ id, label, error, hint, className = "", children }: FieldProps) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="mt-1.5 text-muted text-sm">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** What the control in a field is given. */
export function fieldProps({ id, error, hint }: Pick<FieldProps, "id" | "error" | "hint">) {
  return {
    id,
    "aria-invalid": error ? (true as const) : undefined,
    "aria-describedby": error || hint ? `${id}-note` : undefined,
  };
}

/** A choice of one among few. */
export function Select({ className = "", ...props }: ComponentPropsWithRef<"select">) {
  return <select {...props} className={fieldClass(false, `h-10 max-md:h-11 ${className}`)} />;
}
