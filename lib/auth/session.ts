import { createHmac, timingSafeEqual } from "node:crypto";
import { database } from "../db/client.ts";
import { findFresh } from "../db/fresh-reads.ts";
import { env } from "../env.ts";
import { auth, sessionSeconds } from "./auth.ts";
import type { Actor } from "./schema.ts";

/** A valid session: whose it is, and whether it is old enough to be extended. */
export type Session = { actor: Actor; renewable: boolean };

/** A session is extended when it was last extended longer ago than this. */
export const renewAfterSeconds = 24 * 60 * 60;

/**
 * The session of a request's cookie; null without a valid one. One query on every request, so that a session that is
 * revoked or expired is dead at once. (Better Auth's own reading takes two, one after the other with those of everybody
 * else, because Prisma's adapter lets only one through at a time.)
 */
export async function readSession(headers: Headers): Promise<Session | null> {
  const token = sessionToken(headers.get("cookie") ?? "");
  if (!token) return null;
  const now = Date.now();
  const row = await findFresh(() => readRow(token, now));
  if (!row) return null;
  const leftSeconds = (Date.parse(String(row.expiresAt)) - now) / 1000;
  return {
    actor: { userId: String(row.userId), name: String(row.name), email: String(row.email) },
    renewable: leftSeconds < sessionSeconds - renewAfterSeconds,
  };
}

async function readRow(token: string, now: number) {
  const [rows] = await database().batch(
    [
      {
        sql: `SELECT u."id" AS "userId", u."name", u."email", s."expiresAt"
          FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE s."token" = ? AND s."expiresAt" > ?`,
        args: [token, new Date(now).toISOString()],
      },
    ],
    "read",
  );
  return rows?.rows[0] ?? null;
}

/** Extends a session; the returned headers carry the cookie that lasts as long as it. */
export async function renewSession(headers: Headers): Promise<string[]> {
  const renewed = await auth().api.getSession({ headers, returnHeaders: true });
  return renewed.headers?.getSetCookie() ?? [];
}

// Better Auth's signed cookie: `<token>.<HMAC-SHA256 of it in base64>`, percent-encoded
function sessionToken(cookie: string): string | null {
  const { baseUrl, BETTER_AUTH_SECRET: secret } = env();
  const name = `${baseUrl.startsWith("https:") ? "__Secure-" : ""}better-auth.session_token`;
  const pair = cookie.split(/; */).find((entry) => entry.startsWith(`${name}=`));
  if (!pair || !secret) return null;
  const value = decode(pair.slice(name.length + 1));
  const dot = value.lastIndexOf(".");
  if (dot < 1) return null;
  const expected = createHmac("sha256", secret).update(value.slice(0, dot)).digest();
  const given = Buffer.from(value.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? value.slice(0, dot) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
