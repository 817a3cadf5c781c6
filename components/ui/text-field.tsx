import { type ComponentPropsWithRef, type ReactNode, useId } from "react";

type TextFieldProps = ComponentPropsWithRef<"input"> & {
  label: string;
  /** what is wrong with the value, in a sentence */
  error?: string | undefined;
  hint?: string;
  /** a control inside the field's end, such as show/hide */
  end?: ReactNode;
};

/** A labelled text field whose hint and error are tied to it for screen readers. */
export function TextField({ label, error, hint, end, className = "", ...input }: TextFieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={`block h-11 w-full rounded-lg border bg-surface px-3 focus-visible:outline-offset-0 ${
            error ? "border-danger" : "border-field"
          } ${end ? "pe-12" : ""}`}
        />
        {end && <div className="absolute inset-y-0 end-1 flex items-center">{end}</div>}
      </div>
      {hint && !error && (
        <p id={`${id}-hint`} className="mt-1.5 text-muted text-sm">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      )}
    </div>
  );
}
