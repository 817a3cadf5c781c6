/**
 * As much of a browser's cookies as one needs that pass by themselves (lib/http/fresh-schema.ts): pages and answers set
 * them with an age, and requests bring them along until then.
 */
export class PassingCookies {
  readonly #held = new Map<string, { pair: string; until: number }>();

  /** Takes a cookie as `document.cookie` and `Set-Cookie` write it; one without an age is none of these. */
  set(line: string): void {
    const [pair = ""] = line.split(";", 1);
    const seconds = /; *Max-Age=(\d+)/i.exec(line)?.[1];
    if (seconds)
      this.#held.set(pair.split("=", 1)[0] ?? "", { pair, until: performance.now() + Number(seconds) * 1000 });
  }

  /** Takes what an answer sets. */
  takeFrom(response: Response): void {
    for (const line of response.headers.getSetCookie()) this.set(line);
  }

  /** What a request brings along, behind the cookie of its session. */
  behind(session: string): string {
    const now = performance.now();
    const held = [...this.#held.values()].filter(({ until }) => now < until);
    return [session, ...held.map(({ pair }) => pair)].join("; ");
  }
}
