import { BlockList, isIP, isIPv4 } from "node:net";
import { namedNetworks } from "../env/forms.ts";
import { type Env, env } from "../env.ts";

/** Set by our own server (scripts/serve.ts) on every request, replacing what a client sent under this name. */
export const peerHeader = "x-switchboard-peer";

/**
 * The network a request counts for: the client's IPv4 address, or the /64 of its IPv6 address (one customer has all
 * of it), in one spelling. `X-Forwarded-For` counts only as far as the proxies of TRUST_PROXY vouch for it.
 * @returns "unknown" when nothing trustworthy is known: strangers then share one bucket
 */
export function clientNetwork(headers: Headers, settings: Env = env()): string {
  return networkOf(clientAddress(headers, settings));
}

function clientAddress(headers: Headers, settings: Env): string {
  // on Vercel the platform's proxy sets it and drops what clients send
  if (settings.onVercel) return headers.get("x-real-ip") ?? "";
  const trusted = trustedProxies(settings.TRUST_PROXY);
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  let address = headers.get(peerHeader) ?? "";
  // from the nearest hop outwards, for as long as the one that reported it is one of ours
  while (hops.length > 0 && isTrusted(trusted, address)) {
    const reported = hops.pop() ?? "";
    if (isIP(withoutZone(reported)) === 0) break;
    address = reported;
  }
  return address;
}

const lists = new WeakMap<string[], BlockList>();

function trustedProxies(setting: string[]): BlockList {
  const known = lists.get(setting);
  if (known) return known;
  const list = new BlockList();
  for (const entry of setting.flatMap((name) => namedNetworks[name] ?? [name])) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(prefix ?? (family === "ipv6" ? 128 : 32)), family);
  }
  lists.set(setting, list);
  return list;
}

function isTrusted(list: BlockList, address: string): boolean {
  const plain = mappedIpv4(withoutZone(address)) ?? withoutZone(address);
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? "ipv4" : "ipv6");
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, "");
}

function mappedIpv4(address: string): string | null {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return dotted && isIPv4(dotted) ? dotted : null;
}

/** One spelling for an address: IPv4 (also when mapped into IPv6) as it is, IPv6 as its /64. */
export function networkOf(address: string): string {
  const plain = withoutZone(address);
  if (isIPv4(plain)) return plain;
  if (isIP(plain) !== 6) return "unknown";
  // the URL parser writes IPv6 in its shortest form, whatever spelling came in
  const short = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const groups = expand(short);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

function expand(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const parse = (text: string) => (text ? text.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const before = parse(head);
  if (tail === undefined) return before;
  const after = parse(tail);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
