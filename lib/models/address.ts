/**
 * Where an API is: its host, to be named to people, and the whole of its address, by which its list is told from that of
 * another one on the same gateway. Of what may be a secret in it (name, password, query) it has nothing.
 */
export function addressOf(baseURL: string): { host: string; address: string } {
  const { host, origin, pathname } = new URL(baseURL);
  return { host, address: `${origin}${pathname.replace(/\/+$/, "")}` };
}
