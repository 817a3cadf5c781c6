import type { WireRequest } from "./wire-request.ts";

/** Ends the body; a line of JSON is never a bare word. */
const bodyEnd = "JSON";

/**
 * A command for a POSIX shell that makes a request again. The key is left out: the command takes it from the environment.
 * The body goes in through a quoted here-document, in which the shell changes nothing, and which may be longer than an
 * argument of a command.
 * @param notes what has to be known before it is run, a line each
 */
export function curlCommand({ url, body, keyed }: WireRequest, providerId: string, notes: string[] = []): string {
  const options = [
    `curl --no-buffer ${quoted(url)}`,
    `--header ${quoted("content-type: application/json")}`,
    ...(keyed ? [`--header "authorization: Bearer $${keyVariable(providerId)}"`] : []),
    `--data-binary @- <<'${bodyEnd}'`,
  ];
  return [
    ...notes.map((note) => `# ${note}`),
    options.join(" \\\n  "),
    JSON.stringify(body, null, 2),
    bodyEnd,
    "",
  ].join("\n");
}

/** A text as one word of a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The variable in which a provider's key is expected: for OpenAI `OPENAI_API_KEY`. */
export function keyVariable(providerId: string): string {
  const name = providerId.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  return `${/^\d/.test(name) ? "_" : ""}${name}_API_KEY`;
}
