import type { Env } from "../env.ts";

const thisMachine = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** What machines ask for, by whatever address they know the process: probes, and collectors of figures. */
const forMachines = /^\/api\/(health|metrics)([/?]|$)/;

/**
 * Whether a request is for this site (HD-8). No link is made of the name that a request carries, and none could be: a
 * request with another name is none of ours, be it a name somebody pointed at us or one made up. Ports do not count,
 * because proxies leave them out; names of this machine do, because what runs beside it uses them.
 * @param host the request's Host header
 * @param target the request's path
 */
export function isOwnHost(host: string | undefined, target: string, { baseUrl }: Pick<Env, "baseUrl">): boolean {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  return thisMachine.has(name) || name === new URL(baseUrl).hostname || forMachines.test(target);
}
