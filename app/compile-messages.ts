import compile from "icu-minify/compile";

/**
 * Messages with what stands between their braces already read: a page formats them, and need not hold a parser for it.
 * The type stays that of the texts, by which `useTranslations` knows its keys.
 */
export function compileMessages<Messages extends object>(messages: Messages): Messages {
  const compiled = Object.entries(messages).map(([key, value]) => [
    key,
    typeof value === "string" ? compile(value) : compileMessages(value as object),
  ]);
  // as JSON: only plain objects may go from the server to a page, and the compiler's have no prototype
  return JSON.parse(JSON.stringify(Object.fromEntries(compiled))) as Messages;
}
