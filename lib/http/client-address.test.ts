import { expect, test } from "vitest";
import { parseEnv } from "../env.ts";
import { clientNetwork, networkOf, peerHeader } from "./client-address.ts";

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002:0000:0000:0000:0001", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["::ffff:cb00:7109", "203.0.113.9"],
  ["203.0.113.9", "203.0.113.9"],
  ["", "unknown"],
  ["not an address", "unknown"],
])("AU-7 %s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const network = (trust: string, peer: string, forwarded?: string) =>
  clientNetwork(
    new Headers({ [peerHeader]: peer, ...(forwarded !== undefined && { "x-forwarded-for": forwarded }) }),
    parseEnv({ TRUST_PROXY: trust }),
  );

test("X-Forwarded-For means nothing unless a trusted proxy wrote it", () => {
  expect(network("", "203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(network("10.0.0.0/8", "203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(network("loopback", "::ffff:127.0.0.1", "198.51.100.1")).toBe("198.51.100.1");
});

test("of a chain, the last hop that no trusted proxy vouches for counts", () => {
  expect(network("loopback,private", "127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3")).toBe("198.51.100.1");
  expect(network("loopback", "127.0.0.1", "garbage")).toBe("127.0.0.1");
  expect(network("loopback", "127.0.0.1", "198.51.100.1, <script>")).toBe("127.0.0.1");
});

test("on Vercel the platform's header counts", () => {
  const settings = { ...parseEnv({}), onVercel: true };
  const headers = new Headers({ "x-real-ip": "198.51.100.7", [peerHeader]: "6.6.6.6", "x-forwarded-for": "6.6.6.6" });
  expect(clientNetwork(headers, settings)).toBe("198.51.100.7");
});
