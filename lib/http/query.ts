import { AppError } from "../errors.ts";

/** A whole number from the query, null when it is not there. @throws AppError `invalid_request` naming it */
export function wholeNumber(request: Request, name: string): number | null {
  const text = new URL(request.url).searchParams.get(name);
  if (text === null) return null;
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(number)) throw new AppError("invalid_request", { field: name });
  return number;
}

/** A text from the query, null when it is not there. */
export function text(request: Request, name: string): string | null {
  return new URL(request.url).searchParams.get(name);
}
