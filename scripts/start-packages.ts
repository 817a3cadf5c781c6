/** What `scripts/start.ts` and the commands for its database import of packages, by themselves and through `lib`: the build holds these inside its own files, if at all. */
export const startPackages = [
  "next",
  "zod",
  "@libsql/client/http",
  "libsql",
  "icu-minify/compile",
  "icu-minify/format",
];
