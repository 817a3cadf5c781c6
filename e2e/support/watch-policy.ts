import type { BrowserContext } from "@playwright/test";

/**
 * Notes every breach of the content security policy, by the page's own event and by what the browser prints.
 * @returns what was noted so far
 */
export async function watchPolicy(context: BrowserContext): Promise<() => string[]> {
  const seen: string[] = [];
  await context.exposeFunction("reportViolation", (text: string) => void seen.push(text));
  await context.addInitScript(() => {
    document.addEventListener(
      "securitypolicyviolation",
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        const { reportViolation } = window as unknown as { reportViolation: (text: string) => void };
        reportViolation(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
      },
    );
  });
  context.on("console", (message) => {
    if (/Content[- ]Security[- ]Policy|Refused to|Permissions[- ]Policy/i.test(message.text()))
      seen.push(message.text());
  });
  context.on("weberror", (error) => seen.push(String(error.error())));
  return () => seen;
}
