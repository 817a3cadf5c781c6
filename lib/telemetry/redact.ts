import { env, secretsOf } from "../env.ts";

let known: string[] | undefined;

/** A text without the secrets of this process, wherever they come from: a driver's words may hold an address with a key. */
export function redact(text: string): string {
  known ??= secrets();
  const bare = known.reduce((without, secret) => without.replaceAll(secret, "[secret]"), text);
  return bare
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, "$1")
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, "Bearer [secret]");
}

function secrets(): string[] {
  try {
    return secretsOf(env());
  } catch {
    return []; // settings that are wrong are told of, and nothing else is done
  }
}
