/** What `scripts/start.ts` imports of packages, by itself and through `lib`: the build holds these inside its own files, if at all. */
export const startPackages = [
  "next",
  "zod",
  "@libsql/client/http",
  "libsql",
  "icu-minify/compile",
  "icu-minify/format",
];
