import { randomBytes, randomInt } from "node:crypto";
import type { Opened } from "./client.ts";

/** A person who has signed up, for one test only. */
export type Account = {
  name: string;
  email: string;
  password: string;
  /** for the `Cookie` header; it holds the session */
  cookie: string;
  /** the address that the person's requests come from, so that limits per address never meet */
  address: string;
};

/** A random address out of 10.0.0.0/8. */
export function randomAddress(): string {
  return ["10", randomInt(256), randomInt(256), randomInt(1, 255)].join(".");
}

/** Signs a new person up through the app's own door. */
export async function signUp(app: Opened, given: Partial<Account> = {}): Promise<Account> {
  const tag = randomBytes(8).toString("hex");
  const account = {
    name: `Person ${tag.slice(0, 4)}`,
    email: `person-${tag}@example.com`,
    password: randomBytes(12).toString("base64url"),
    address: randomAddress(),
    ...given,
  };
  const { name, email, password, address } = account;
  const response = await fetch(`${app.url}/api/auth/sign-up/email`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: app.origin ?? app.url,
      "x-forwarded-for": address,
      connection: "close",
    },
    body: JSON.stringify({ name, email, password }),
  });
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
  return { ...account, cookie: cookieHeader(response) };
}

/** What a browser would send back of the cookies that a response sets, for as long as the session lasts. */
export function cookieHeader(response: Response): string {
  return response.headers
    .getSetCookie()
    .filter((line) => !line.startsWith("switchboard.fresh="))
    .map((line) => line.split(";", 1)[0])
    .join("; ");
}
