import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "../env.ts";

/** Whether a request comes from whoever operates the site: it carries METRICS_TOKEN as a bearer token. */
export function isOperator(request: Request): boolean {
  const { METRICS_TOKEN: token } = env();
  const given = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  // of the same length whatever was sent, so that the comparison always takes the same time
  return token !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string) => createHash("sha256").update(text).digest();
