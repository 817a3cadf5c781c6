import { expect, test } from "vitest";
import { revalidated } from "./revalidated.ts";

const text = JSON.stringify({ version: "one", providers: [] });
const ask = (headers: Record<string, string> = {}) =>
  revalidated(new Request("https://chat.example.org/api/models", { headers }), {
    version: "one",
    body: Buffer.from(text),
  });

test("who has this version is told so, and gets nothing else", async () => {
  const tag = ask().headers.get("etag") ?? "";
  for (const known of [tag, `"other", ${tag}`, '"one"']) {
    const response = ask({ "if-none-match": known });
    expect([response.status, await response.text()]).toEqual([304, ""]);
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
    expect(response.headers.get("etag")).toBe(tag);
  }
});

test.each<Record<string, string>>([{}, { "if-none-match": 'W/"two"' }])(
  "who does not have it gets it: %o",
  async (headers) => {
    const response = ask(headers);
    expect([response.status, await response.text()]).toEqual([200, text]);
  },
);
