import { z } from "zod";

/** Shortest and longest password, in characters. */
export const passwordLength = { min: 8, max: 128 } as const;

const email = z.email().max(254);

/** Body of `POST /api/auth/sign-up/email`. */
export const SignUp = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email,
  password: z.string().min(passwordLength.min).max(passwordLength.max),
});

/** Body of `POST /api/auth/sign-in/email`. */
export const SignIn = z.strictObject({ email, password: z.string().min(1).max(passwordLength.max) });

/** Who acts: what every function of the domain takes first. */
export type Actor = { userId: string; name: string; email: string };
