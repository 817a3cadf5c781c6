import { type Env, env } from "../env.ts";
import { AppError } from "../errors.ts";

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Refuses a mutation that did not come from our own pages. Browsers send `Origin` with every such request; one
 * with a cookie and without an origin is no browser's, and no program has a session cookie to send.
 * @throws AppError `forbidden_origin`
 */
export function requireOwnOrigin(request: Request, settings: Env = env()): void {
  const origin = request.headers.get("origin");
  if (!origin || !isOwnOrigin(origin, request.headers.get("host"), settings)) throw new AppError("forbidden_origin");
  // where the browser says so, a sibling subdomain or another site is refused even if the origin was allowed
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin") throw new AppError("forbidden_origin");
}

// A local run is reached by any name of this machine. The host must be the same one: another local site on another
// port is another site.
function isOwnOrigin(origin: string, host: string | null, { origins, localRun }: Env): boolean {
  if (origins.includes(origin)) return true;
  return localRun && loopback.test(origin) && host !== null && origin === `http://${host}`;
}
