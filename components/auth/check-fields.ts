import { passwordLength } from "@/lib/auth/schema";

/** The fields in the order in which they stand. */
export const fieldNames = ["name", "email", "password"] as const;
export type FieldName = (typeof fieldNames)[number];

/** What is wrong with a field; the sentence is in the messages under `auth.problems`. */
export type FieldProblem = "name-missing" | "email-missing" | "email-wrong" | "password-missing" | "password-short";
export type FieldErrors = { [name in FieldName]?: FieldProblem | undefined };

/** What can be said before the server is asked. The server checks again, and more strictly. */
export function checkFields(mode: "sign-in" | "sign-up", values: Record<FieldName, string>): FieldErrors {
  const errors: FieldErrors = {};
  if (mode === "sign-up" && values.name === "") errors.name = "name-missing";
  if (values.email === "") errors.email = "email-missing";
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email)) errors.email = "email-wrong";
  // a shorter password cannot be right on signing in either, but saying so would only confuse
  if (mode === "sign-up" && values.password.length < passwordLength.min) errors.password = "password-short";
  else if (values.password === "") errors.password = "password-missing";
  return errors;
}
