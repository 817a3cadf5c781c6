/** What stands for a port that is not named, whichever protocol it belongs to. */
const defaultPorts = new Set(["", "80", "443"]);

/**
 * Whether two addresses of servers lead to one database. The protocol says how a server is spoken to (`libsql://` is
 * `https://` or `wss://`, as `expandConfig` of @libsql/core has it), and the query with which token: neither says which
 * database it is.
 */
export function isSameDatabase(one: string, other: string): boolean {
  return one === other || placeOf(one) === placeOf(other);
}

function placeOf(address: string): string {
  const parts = /^[a-z]+:\/\/([^/?#]*)([^?#]*)/i.exec(address);
  const url = parts && URL.parse(`https://${parts[1]}${parts[2]}`);
  if (!url) return address;
  const host = url.hostname.replace(/\.$/, "");
  return `${host}:${defaultPorts.has(url.port) ? "" : url.port}${url.pathname.replace(/\/+$/, "")}`;
}
