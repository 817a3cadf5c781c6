import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "@/lib/auth/schema";
import { pageActor } from "@/lib/auth/session-headers";

// a page and its layout each ask for the actor, because neither can rely on the other; the database is asked once
/** The actor of the request, null for a stranger. */
export const actorOfRequest = cache(pageActor);

/**
 * The actor of a page that is for signed-in people; others go to sign in.
 * @param path where to come back to
 */
export async function requirePageActor(path = "/"): Promise<Actor> {
  const actor = await actorOfRequest();
  if (!actor) redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  return actor;
}
