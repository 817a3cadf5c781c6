import { once } from "node:events";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Certificate, makeAuthority, makeSelfSigned } from "./certificates.ts";
import { type FakeProvider, startFakeProvider } from "./server.ts";
import { startTlsFront } from "./tls.ts";

const address = "127.0.0.1";
const day = 86_400_000;

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());

const authority = makeAuthority("One");

/** What a client that trusts the authority makes of a certificate: an error's code, or "trusted". */
async function look(certificate: Certificate): Promise<string> {
  const front = await startTlsFront(certificate, provider.url);
  const socket = connect({ host: address, port: Number(new URL(front.https).port), ca: authority.cert });
  try {
    await once(socket, "secureConnect");
    return "trusted";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    await front.close();
  }
}

test("each certificate is wrong in the one way that it is meant to be", async () => {
  const now = Date.now();
  const names = [address];
  expect(await look(authority.issue({ names }))).toBe("trusted");
  expect(await look(authority.issue({ names, from: now - 2 * day, until: now - day }))).toBe("CERT_HAS_EXPIRED");
  expect(await look(authority.issue({ names, from: now + day, until: now + 2 * day }))).toBe("CERT_NOT_YET_VALID");
  expect(await look(authority.issue({ names: ["elsewhere.example"] }))).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  expect(await look(makeSelfSigned(names))).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  expect(await look(makeAuthority("Two").issue({ names }))).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
});
