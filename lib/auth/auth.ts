import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { database } from "../db/client.ts";
import { env } from "../env.ts";
import { passwordLength } from "./schema.ts";

const day = 24 * 60 * 60;
/** How long a session lasts after it was last extended. */
export const sessionSeconds = 7 * day;

function createAuth() {
  const settings = env();
  return betterAuth({
    baseURL: settings.baseUrl,
    secret: settings.BETTER_AUTH_SECRET,
    database: prismaAdapter(database().prisma, { provider: "sqlite" }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      autoSignIn: true,
    },
    session: {
      expiresIn: sessionSeconds,
      updateAge: day,
      // a cached session would outlive its revocation
      cookieCache: { enabled: false },
    },
    // lib/limits counts in one atomic statement and before anything else; lib/http checks the origin of every mutation
    rateLimit: { enabled: false },
    advanced: {
      // it would store X-Forwarded-For as anybody sent it
      ipAddress: { disableIpTracking: true },
      disableOriginCheck: true,
      disableCSRFCheck: true,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
    },
    // its messages may name e-mails; what matters reaches our own log as an error
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
}

const holder = globalThis as typeof globalThis & { switchboardAuth?: ReturnType<typeof createAuth> };

/** The process's Better Auth instance. Its own router is not exposed: app/api/auth calls the functions of lib/accounts. */
export function auth(): ReturnType<typeof createAuth> {
  holder.switchboardAuth ??= createAuth();
  return holder.switchboardAuth;
}
