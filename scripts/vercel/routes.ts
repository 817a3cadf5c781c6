import type { OutputConfig, OutputRoute } from "./build-output.ts";

// How the platform finds what answers a request: the routes of config.json, phase by phase. Written after the
// description of the Build Output API, as far as a build of Next's uses it.

/** What is known of a request on its way. */
export type Target = {
  pathname: string;
  query: URLSearchParams;
  method: string;
  /** by small letters */
  headers: Record<string, string>;
};

/** What a request comes to. */
export type Found =
  | { kind: "file"; path: string; responseHeaders: Record<string, string>; status: number | null }
  | {
      kind: "function";
      name: string;
      target: Target;
      responseHeaders: Record<string, string>;
      status: number | null;
    }
  | { kind: "answer"; status: number; responseHeaders: Record<string, string> }
  | { kind: "response"; response: Response; responseHeaders: Record<string, string> };

/** What the routes ask of the platform. */
export type Outputs = {
  /** whether there is a file or a function at an address */
  at: (pathname: string) => { kind: "file"; path: string } | { kind: "function"; name: string } | null;
  /** runs the middleware; null when the request goes on as `target` says then */
  middleware: (name: string, target: Target, responseHeaders: Record<string, string>) => Promise<Response | null>;
};

type Phase = NonNullable<OutputRoute["handle"]> | "begin";

/** Finds what answers a request. */
export async function findRoute({ routes }: OutputConfig, asked: Target, outputs: Outputs): Promise<Found> {
  const phases = byPhase(routes);
  const responseHeaders: Record<string, string> = {};
  const target = { ...asked, query: new URLSearchParams(asked.query), headers: { ...asked.headers } };
  let status: number | null = null;

  const there = (): Found | null => {
    const found = outputs.at(target.pathname);
    if (!found) return null;
    for (const route of phases.get("hit") ?? []) {
      const matched = matches(route, target);
      if (matched) Object.assign(responseHeaders, filled(route.headers, matched));
    }
    return found.kind === "file"
      ? { ...found, responseHeaders, status }
      : { ...found, target, responseHeaders, status };
  };

  // a redirect is followed by whatever adds headers, and by nothing else
  const redirect = (): Found | null =>
    status !== null && responseHeaders.location ? { kind: "answer", status, responseHeaders } : null;

  const walk = async (phase: Phase): Promise<Found | "missing" | null> => {
    for (const route of phases.get(phase) ?? []) {
      const matched = matches(route, target);
      if (!matched) continue;
      Object.assign(responseHeaders, filled(route.headers, matched));
      if (route.middlewarePath) {
        const sent = redirect();
        if (sent) return sent;
        const response = await outputs.middleware(route.middlewarePath, target, responseHeaders);
        if (response) return { kind: "response", response, responseHeaders };
        continue;
      }
      if (route.dest) redirectTo(target, fill(route.dest, matched));
      if (route.status) status = route.status;
      if (route.continue) continue;
      if (route.check || phase === "error") {
        const found = there();
        if (found) return found;
        continue;
      }
      return route.dest ? null : (redirect() ?? "missing");
    }
    return redirect();
  };

  for (const phase of ["begin", "filesystem", "miss", "rewrite", "resource"] as const) {
    const found = await walk(phase);
    if (found === "missing") break;
    const known = found ?? there();
    if (known) return known;
  }
  status = 404;
  const missing = await walk("error");
  return missing === null || missing === "missing" ? { kind: "answer", status: 404, responseHeaders } : missing;
}

function byPhase(routes: OutputRoute[]): Map<Phase, OutputRoute[]> {
  const phases = new Map<Phase, OutputRoute[]>([["begin", []]]);
  let phase: Phase = "begin";
  for (const route of routes) {
    if (route.handle) phase = route.handle;
    else phases.set(phase, [...(phases.get(phase) ?? []), route]);
    if (!phases.has(phase)) phases.set(phase, []);
  }
  return phases;
}

type Matched = { numbered: (string | undefined)[]; named: Record<string, string> };

function matches(route: OutputRoute, target: Target): Matched | null {
  if (route.methods && !route.methods.includes(target.method)) return null;
  const pattern = new RegExp(route.src ?? ".*", route.caseSensitive ? "" : "i");
  const match = pattern.exec(target.pathname);
  if (!match) return null;
  const named: Record<string, string> = { ...match.groups };
  const fits = (condition: NonNullable<OutputRoute["has"]>[number]) => meets(condition, target, named);
  if (!(route.has ?? []).every(fits) || (route.missing ?? []).some(fits)) return null;
  return { numbered: [...match], named };
}

function meets(
  { type, key = "", value }: NonNullable<OutputRoute["has"]>[number],
  { headers, query }: Target,
  named: Record<string, string>,
): boolean {
  const cookies = Object.fromEntries((headers.cookie ?? "").split(/; */).map((pair) => pair.split("=")));
  const found = { header: headers[key.toLowerCase()], cookie: cookies[key], query: query.get(key), host: headers.host };
  const given = found[type];
  if (given === undefined || given === null) return false;
  if (value === undefined) return true;
  const match = new RegExp(`^${value}$`).exec(given);
  Object.assign(named, match?.groups);
  return match !== null;
}

function fill(template: string, { numbered, named }: Matched): string {
  return template.replace(/\$([a-zA-Z_]\w*|\d+)/g, (_, name: string) =>
    /^\d+$/.test(name) ? (numbered[Number(name)] ?? "") : (named[name] ?? ""),
  );
}

function filled(headers: Record<string, string> | undefined, matched: Matched): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), fill(value, matched)]),
  );
}

function redirectTo(target: Target, destination: string): void {
  const { pathname, searchParams } = new URL(destination, "http://inside");
  target.pathname = decodePath(pathname);
  for (const [name, value] of searchParams) target.query.set(name, value);
}

// "[id]" stands in the names of outputs as it is
function decodePath(pathname: string): string {
  return pathname.replaceAll("%5B", "[").replaceAll("%5D", "]");
}
