import { AppError } from "../errors.ts";
import { auth } from "./auth.ts";
import type { Actor } from "./schema.ts";

/** Who the request's session cookie belongs to; null without a valid session. Always asks the database. */
export async function actorOf(headers: Headers): Promise<Actor | null> {
  // no cookie, no query: most requests of strangers end here
  if (!headers.has("cookie")) return null;
  const session = await auth().api.getSession({ headers });
  if (!session) return null;
  return { userId: session.user.id, name: session.user.name, email: session.user.email };
}

/** The actor of a request. @throws AppError `unauthenticated` */
export async function requireActor(headers: Headers): Promise<Actor> {
  const actor = await actorOf(headers);
  if (!actor) throw new AppError("unauthenticated");
  return actor;
}
