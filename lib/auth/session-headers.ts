import { headers } from "next/headers";
import type { Actor } from "./schema.ts";
import { readSession } from "./session.ts";

/** The actor of the page being rendered; null for a stranger. The one file of lib/ that knows Next. */
export async function pageActor(): Promise<Actor | null> {
  return (await readSession(await headers()))?.actor ?? null;
}
