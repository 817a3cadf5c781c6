import { isIP } from "node:net";
import { z } from "zod";

// The forms that settings have.

/** An address, without the slashes at its end. */
export const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));
/** A time of a day at most. */
export const seconds = (fallback: number) => z.coerce.number().positive().max(86_400).default(fallback);
/** Any text, or none. */
export const optional = z.string().optional();
/** A file, or a libSQL server. */
export const databaseUrl = z
  .string()
  .regex(/^(file:|libsql:\/\/|https?:\/\/)/, "must begin with file:, libsql://, http:// or https://");

/** Names for networks in TRUST_PROXY. */
export const namedNetworks: Record<string, string[]> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** Nothing is stored encrypted yet, and nothing reads them: docs/decisions/029-nothing-is-encrypted-yet.md. */
export const encryptionKeys = z
  .string()
  .refine(
    (text) => text.split(",").every(isEncryptionKey),
    "must be 32 bytes in base64; several are separated by commas",
  );

function isEncryptionKey(text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  // Buffer skips what is no base64: written again it has to be the same
  return bytes.length === 32 && bytes.toString("base64") === text.trim();
}

/** Whether an entry of TRUST_PROXY is an address, a network or a name for networks. */
export function isProxy(entry: string): boolean {
  if (Object.hasOwn(namedNetworks, entry)) return true;
  const [address = "", prefix = "0", ...rest] = entry.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && rest.length === 0 && /^\d+$/.test(prefix) && Number(prefix) <= bits;
}
