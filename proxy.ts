import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { nonceHeader, pagePolicy, strictTransportSecurity } from "@/lib/http/security-headers";

// Data and files need none of this, and a body that passes here is read to its end before its route sees any of it. The
// page for when the site is away and its worker have policies of their own (lib/http/offline-page.ts).
export const config = { matcher: ["/((?!api/|_next/static/|offline$|service-worker\\.js$).*)"] };

/**
 * Headers that differ from request to request: the nonce of the content security policy, and HSTS where people
 * come over https. It guards nothing: every page and route checks the actor beside the data.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  const isPage = !/^\/_next\//.test(request.nextUrl.pathname);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = pagePolicy(nonce, process.env.NODE_ENV === "development");
  // Next reads the nonce from the policy of the request and puts it on its own scripts
  if (isPage) headers.set("content-security-policy", policy);
  if (isPage) headers.set(nonceHeader, nonce);
  const response = respond(request, headers, isPage);
  if (isPage) response.headers.set("content-security-policy", policy);
  if (env().baseUrl.startsWith("https:")) response.headers.set("strict-transport-security", strictTransportSecurity);
  return response;
}

const pageMethods = ["GET", "HEAD", "POST"];

function respond(request: NextRequest, headers: Headers, isPage: boolean): NextResponse {
  // Next renders a page for any method
  if (isPage && !pageMethods.includes(request.method)) {
    const plain = { "content-type": "text/plain; charset=utf-8", allow: pageMethods.join(", ") };
    return new NextResponse("Method not allowed\n", { status: 405, headers: plain });
  }
  // Next's page for when all else fails was made at build time, without a nonce and to be cached; it has an address
  if (request.nextUrl.pathname === "/_global-error") {
    return NextResponse.rewrite(new URL("/_not-found", request.url), { request: { headers } });
  }
  return NextResponse.next({ request: { headers } });
}
