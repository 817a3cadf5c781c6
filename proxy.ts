import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { pagePolicy, strictTransportSecurity } from "@/lib/http/security-headers";

/**
 * Headers that differ from request to request: the nonce of the content security policy, and HSTS where people
 * come over https. It guards nothing: every page and route checks the actor beside the data.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  const isPage = !/^\/(api|_next)\//.test(request.nextUrl.pathname);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = pagePolicy(nonce, process.env.NODE_ENV === "development");
  // Next reads the nonce from the policy of the request and puts it on its own scripts
  if (isPage) headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  if (isPage) response.headers.set("content-security-policy", policy);
  if (env().baseUrl.startsWith("https:")) response.headers.set("strict-transport-security", strictTransportSecurity);
  return response;
}
