import { randomUUID } from "node:crypto";
import {
  diagramFrameHeaders,
  diagramFramePath,
  securityHeaders,
  strictTransportSecurity,
} from "./lib/http/security-headers.ts";

// always https there; elsewhere scripts/serve.ts knows at the start
const hsts = { key: "Strict-Transport-Security", value: strictTransportSecurity };

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  typedRoutes: true,
  // goes into the page and into the server of one build alike: by it a page learns that it is of an earlier one
  env: { NEXT_PUBLIC_BUILD: randomUUID() },
  productionBrowserSourceMaps: false,
  // pages get their messages compiled (app/compile-messages.ts): the parser for them would be a tenth of their scripts
  turbopack: { resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" } },
  // one script for each layout and page instead of many; in bytes of source (docs/decisions/036-few-scripts.md)
  experimental: { turbopackChunking: { minChunkSize: 1_000_000, maxMergeChunkSize: 2_000_000 } },
  // scripts/standalone.ts asks for it: a copy of what the build needs to run, and no more
  output: process.env.SWITCHBOARD_STANDALONE ? "standalone" : undefined,
  // without the tests: what they need is not there after an install for production
  typescript: { tsconfigPath: "tsconfig.build.json" },
  // pages and route handlers check the actor themselves; the image optimiser would be a fetcher for strangers
  images: { unoptimized: true },
  headers: async () => [
    { source: "/:path*", headers: process.env.VERCEL ? [...securityHeaders, hsts] : securityHeaders },
    // of two with the same name the later one counts
    { source: diagramFramePath, headers: diagramFrameHeaders },
  ],
};

export default config;
