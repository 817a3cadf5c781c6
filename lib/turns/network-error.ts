import { APICallError } from "ai";
import type { ErrorCode } from "../errors.ts";
import { field } from "./vendor-words.ts";

// What the system's, the TLS library's and fetch's own codes mean for whoever configured the address. The first
// pattern that fits counts.
const meanings: [pattern: RegExp, code: ErrorCode][] = [
  [/^ECONNREFUSED$/, "provider_connection_refused"],
  [/^(ENOTFOUND|EAI_)/, "provider_name_unknown"],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, "provider_connect_timeout"],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, "provider_certificate_expired"],
  [/^ERR_TLS_CERT_ALTNAME_/, "provider_certificate_mismatch"],
  [
    /^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE)/,
    "provider_certificate_untrusted",
  ],
  [/^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))$/, "provider_not_tls"],
  [/^(CERT_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/, "provider_insecure"],
  [/^(ECONN|EHOST|ENET|EPIPE|UND_ERR_)/, "provider_unreachable"],
];

/** How long a connection with its TLS handshake may take, in seconds; as long as with Node's fetch, which asks for what is not streamed. */
export const connectSeconds = 10;

/** What a failure of the network means; undefined when it is none. */
export function networkCode(error: unknown): ErrorCode | undefined {
  const code = systemCode(error);
  if (code) return meanings.find(([pattern]) => pattern.test(code))?.[1];
  // a port that fetch refuses, a redirect that we do not follow: no answer came, and no code either
  if (APICallError.isInstance(error) && error.statusCode === undefined) return "provider_unreachable";
  return undefined;
}

/** Whether a call failed on the way, not at the provider: the connection was refused, reset or cut. */
export function isNetworkError(error: unknown): boolean {
  // a body that breaks off comes with the status of its beginning, 200
  if (APICallError.isInstance(error) && (error.statusCode ?? 200) >= 400) return false;
  return (
    networkCode(error) !== undefined || (error instanceof TypeError && /terminated|fetch failed/.test(error.message))
  );
}

/** Whether the body of an answer broke off: the provider was reached, and had begun to answer. */
export function isBrokenBody(error: unknown): boolean {
  if (APICallError.isInstance(error) && error.statusCode !== undefined) return isNetworkError(error);
  return error instanceof TypeError && error.message === "terminated";
}

/** Whether the connection was refused, or reset before the first byte of an answer. */
export function isBeforeAnswer(error: unknown): boolean {
  if (APICallError.isInstance(error) && error.statusCode !== undefined) return false;
  if (isBrokenBody(error)) return false;
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(systemCode(error) ?? "");
}

// fetch says "fetch failed" and keeps the reason two causes deep
function systemCode(error: unknown): string | undefined {
  for (let cause: unknown = error, depth = 0; cause && depth < 5; cause = field(cause, "cause"), depth += 1) {
    const code = field(cause, "code");
    if (typeof code === "string" && meanings.some(([pattern]) => pattern.test(code))) return code;
  }
  return undefined;
}
