import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

// Certificates are made when a test needs them: one in the repository would expire some day, and openssl is not
// everywhere. This is as much of X.509 (RFC 5280) as a TLS client looks at.

/** A certificate and its key, as PEM. */
export type Certificate = { cert: string; key: string };

export type CertificateOptions = {
  /** what it is good for: IPv4 addresses and DNS names; none for an authority */
  names?: string[];
  /** milliseconds since 1970 */
  from?: number;
  until?: number;
};

/** Somebody who vouches: its own certificate, and those it signs. */
export type Authority = { cert: string; issue: (options: CertificateOptions) => Certificate };

const day = 86_400_000;

/** Makes an authority. Who is to trust it gets its certificate by NODE_EXTRA_CA_CERTS. */
export function makeAuthority(called: string): Authority {
  const pair = newKeys();
  const name = commonName(called);
  const cert = certificate({ subject: name, issuer: name, publicKey: pair.publicKey, signer: pair.privateKey });
  const issue = (options: CertificateOptions): Certificate => {
    const { publicKey, privateKey } = newKeys();
    const subject = commonName("Test server");
    const signed = certificate({ subject, issuer: name, publicKey, signer: pair.privateKey, ...options });
    return { cert: signed, key: toPem(privateKey) };
  };
  return { cert, issue };
}

/** Makes a certificate for which nobody but itself vouches. */
export function makeSelfSigned(names: string[]): Certificate {
  const { publicKey, privateKey } = newKeys();
  const subject = commonName("Test server");
  const cert = certificate({ subject, issuer: subject, publicKey, signer: privateKey, names });
  return { cert, key: toPem(privateKey) };
}

const newKeys = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const toPem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

type Contents = CertificateOptions & { subject: Buffer; issuer: Buffer; publicKey: KeyObject; signer: KeyObject };

function certificate(contents: Contents): string {
  const { names = [], from = Date.now() - day, until = Date.now() + day } = contents;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    signatureAlgorithm,
    contents.issuer,
    sequence(time(from), time(until)),
    contents.subject,
    contents.publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(names.length > 0 ? alternativeNames(names) : isAuthority)),
  );
  const signature = sign("sha256", body, contents.signer);
  const der = sequence(body, signatureAlgorithm, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function tagged(tag: number, ...values: Buffer[]): Buffer {
  const value = Buffer.concat(values);
  const { length } = value;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

const sequence = (...values: Buffer[]) => tagged(0x30, ...values);
const integer = (value: Buffer) => tagged(0x02, value);
const text = (tag: number, value: string) => tagged(tag, Buffer.from(value));
const objectId = (hex: string) => tagged(0x06, Buffer.from(hex, "hex"));
// YYYYMMDDHHMMSSZ
const time = (moment: number) => text(0x18, `${new Date(moment).toISOString().replace(/[-:T]|\..*/g, "")}Z`);

const signatureAlgorithm = sequence(objectId("2a8648ce3d040302")); // ecdsa-with-SHA256
const commonName = (name: string) => sequence(tagged(0x31, sequence(objectId("550403"), text(0x0c, name))));
const isAuthority = sequence(
  objectId("551d13"),
  tagged(0x01, Buffer.from([255])),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([255])))),
);

function alternativeNames(names: string[]): Buffer {
  const entries = names.map((name) => {
    const isAddress = /^\d+(\.\d+){3}$/.test(name);
    return isAddress ? tagged(0x87, Buffer.from(name.split(".").map(Number))) : text(0x82, name);
  });
  return sequence(objectId("551d11"), tagged(0x04, sequence(...entries)));
}
