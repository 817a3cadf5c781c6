import * as z from "zod/mini";

/** Shortest and longest password, in characters. */
export const passwordLength = { min: 8, max: 128 } as const;

const email = z.email().check(z.maxLength(254));

/** Body of `POST /api/auth/sign-up/email`. */
export const SignUp = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  email,
  password: z.string().check(z.minLength(passwordLength.min), z.maxLength(passwordLength.max)),
});

/** Body of `POST /api/auth/sign-in/email`. */
export const SignIn = z.strictObject({
  email,
  password: z.string().check(z.minLength(1), z.maxLength(passwordLength.max)),
});

/** Who acts: what every function of the domain takes first. */
export type Actor = { userId: string; name: string; email: string };
