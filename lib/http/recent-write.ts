import { readingFresh, unlessMissing } from "../db/fresh-reads.ts";
import { onServer } from "../db/limits.ts";
import { freshCookie, setFreshCookie } from "./fresh-schema.ts";

// Who has just changed something sees it at whichever instance answers next, also one at a replica that does not have it
// yet: for a moment their browser brings a cookie along, and is answered from where it was written.

/**
 * Reads something for a request: where writes go, if its sender has just changed something, or if what is looked for seems
 * not to be there.
 */
export function readFor<Result>(headers: Headers, work: () => Promise<Result>): Promise<Result> {
  const pairs = (headers.get("cookie") ?? "").split(/; */);
  return pairs.includes(`${freshCookie}=1`) ? readingFresh(work) : unlessMissing(work);
}

/** Notes in the headers of an answer that its receiver has just changed something. */
export function noteWrite(headers: Headers): void {
  // another instance may be at a replica where this one is not
  if (onServer()) headers.append("set-cookie", setFreshCookie);
}
