import type { Env } from "../env.ts";

/** For load balancers and Prometheus, which know a server by its address. */
const addressedPaths = /^\/api\/(health(\/live)?|metrics)(\?|$)/;

/**
 * Whether a request is meant for this site: it names the host that people open, or this machine. What comes under
 * another name is somebody's who points their name here, or a page that hopes to be taken for one of ours.
 * @param host the Host header
 * @param target the request's path and query
 */
export function isOwnHost(
  host: string | undefined,
  target: string,
  { baseUrl, localRun, LISTEN_HOST }: Pick<Env, "baseUrl" | "localRun" | "LISTEN_HOST">,
): boolean {
  if (addressedPaths.test(target)) return true;
  // somebody's own machine, opened to their network: it has whatever names and addresses they have for it
  if (localRun && LISTEN_HOST !== undefined) return true;
  if (host === undefined) return false;
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  return name === new URL(baseUrl).hostname || ["localhost", "127.0.0.1", "[::1]"].includes(name);
}
