import type { z } from "zod";

import { auth } from "../auth/auth.ts";
import type { SignIn, SignUp } from "../auth/schema.ts";
import { readSession } from "../auth/session.ts";
import { database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { take } from "../limits/take.ts";

/**
 * Attempts per network. The first window stops guessing, the second stops patient guessing. They count attempts,
 * not accounts: a person whose password is being guessed elsewhere can still sign in.
 */
const limits = [
  { limit: 3, seconds: 10 },
  { limit: 60, seconds: 3600 },
];

/**
 * Makes an account and signs in. Returns the answer with the session cookie.
 * @param network the address, or IPv6 network, that the attempt counts for
 * @throws AppError `email_taken`, `rate_limited`, `invalid_request`
 */
export async function signUp(body: z.infer<typeof SignUp>, headers: Headers, network: string): Promise<Headers> {
  await take("sign-up", network, limits);
  const response = await auth().api.signUpEmail({ body, headers, asResponse: true });
  // of two sign-ups at once the second finds the e-mail free when it looks, and taken when it writes
  if (response.status === 422 && (await hasAccount(body.email))) throw new AppError("email_taken");
  return cookiesOf(response);
}

async function hasAccount(email: string): Promise<boolean> {
  const where = { email: email.toLowerCase() };
  return (await database().prisma.user.count({ where })) > 0;
}

/** Signs in; the returned headers set the session cookie. @throws AppError `wrong_credentials`, `rate_limited` */
export async function signIn(body: z.infer<typeof SignIn>, headers: Headers, network: string): Promise<Headers> {
  await take("sign-in", network, limits);
  return cookiesOf(await auth().api.signInEmail({ body, headers, asResponse: true }));
}

/**
 * Deletes the session; the returned headers clear the cookie. Without a session it does nothing.
 * @throws AppError `database_unavailable`
 */
export async function signOut(headers: Headers): Promise<Headers> {
  const response = await auth().api.signOut({ headers, asResponse: true });
  // Better Auth clears the cookie even when it could not delete the session, which whoever has the cookie could still use
  if (await readSession(headers)) throw new AppError("database_unavailable");
  return cookiesOf(response);
}

async function cookiesOf(response: Response): Promise<Headers> {
  if (!response.ok) throw authError(response.status, await response.text());
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return headers;
}

function authError(status: number, body: string): AppError {
  if (body.includes("USER_ALREADY_EXISTS")) return new AppError("email_taken");
  if (status === 401) return new AppError("wrong_credentials");
  return status < 500 ? new AppError("invalid_request") : new AppError("internal", undefined, { cause: body });
}
