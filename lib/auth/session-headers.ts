import { headers } from "next/headers";
import { actorOf } from "./actor.ts";
import type { Actor } from "./schema.ts";

/** The actor of the page being rendered. The one file of lib/ that knows Next. */
export async function pageActor(): Promise<Actor | null> {
  return actorOf(await headers());
}
