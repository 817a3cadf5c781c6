/** Where to go after signing in: a path of our own, whatever the address asked for. */
export function nextPage(wanted: string | string[] | undefined): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return "/";
  // what the URL parser makes of it decides, not what it looks like: "//evil", "/\evil" and tabs all lead away
  const base = "http://switchboard.invalid";
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  // and "/.//evil" becomes a path that, taken by itself, leads away
  return url?.origin === base && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}` : "/";
}
