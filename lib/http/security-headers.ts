/** On every response: pages, errors, static files and streams (HD-2). HSTS and the CSP are per request, see proxy.ts. */
export const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "X-DNS-Prefetch-Control", value: "off" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
];

/** One year, where the site is served over https. */
export const strictTransportSecurity = "max-age=31536000; includeSubDomains";

/**
 * The policy of a page (HD-1). `strict-dynamic` lets the scripts that carry the nonce load Next's chunks.
 * @param nonce 128 random bits, new for each response
 * @param development Next's dev client evaluates code and opens a websocket
 */
export function pagePolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "media-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    // the sealed frame that draws diagrams (docs/decisions/020-extras.md), and no other
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Tells the page being rendered the nonce of its policy. */
export const nonceHeader = "x-nonce";

/** The policy of what is data and never a page. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Where the sealed frame is; in step with components/chat/markdown/diagram/sealed-frame.ts. */
export const diagramFramePath = "/api/diagram-frame";

/** Only our own pages may hold it. */
export const diagramFrameHeaders = [{ key: "X-Frame-Options", value: "SAMEORIGIN" }];

/**
 * The policy of the frame that draws diagrams. It is of no origin (`sandbox`), reaches nothing and loads nothing. It may
 * style freely, which Mermaid needs and no page of ours allows.
 * @param nonce 128 random bits, new for each response
 */
export function framePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-scripts",
  ].join("; ");
}
