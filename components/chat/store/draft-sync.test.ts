import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type DraftChange, maxDraftLength, type StoredDraft } from "@/lib/conversations/drafts-schema";
import { DraftSync } from "./draft-sync.ts";

/** As much of a browser's storage as is used: what it holds are its own enumerable properties. */
class FakeStorage {
  [key: string]: unknown;
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = value;
  }
  removeItem(key: string): void {
    delete this[key];
  }
}

/** The server's one draft, and what was asked of it; null: it cannot be reached. */
let stored: StoredDraft | null = null;
let writes: DraftChange[] = [];
let away = false;

async function answer(_path: string, { method, body }: RequestInit): Promise<Response> {
  if (away) throw new TypeError("away");
  if (method === "PUT") {
    const change = JSON.parse(String(body)) as DraftChange;
    writes.push(change);
    const { text, revision, base, tab } = change;
    if ((stored?.revision ?? null) === base) stored = text === "" ? null : { text, revision, tab };
  }
  return Response.json({ draft: stored });
}

let open: string[] = [];
let closing: string | null = null;

/** The tab that is being closed is, after a moment. */
function closes(tab: string): Promise<boolean> {
  if (closing === tab) open = open.filter((other) => other !== tab);
  return Promise.resolve(closing === tab);
}

/** A page with one box. */
function device(tab: string) {
  const page = { text: "", offered: null as string | null };
  const sync = new DraftSync("ada", {
    tab: () => tab,
    isOpen: async (other) => open.includes(other),
    closes,
    textOf: () => page.text,
    lastSentIn: () => null,
    put: (_, text) => {
      page.text = text;
    },
    offer: (_, text) => {
      page.offered = text;
    },
  });
  return {
    page,
    type: (text: string) => {
      page.text = text;
      sync.changed("new");
    },
    look: () => sync.look("new"),
    take: () => sync.take("new"),
    discard: () => sync.discard("new"),
  };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const texts = () => writes.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", new FakeStorage());
  vi.stubGlobal("fetch", answer);
  [stored, writes, away, open, closing] = [null, [], false, [], null];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("typing is written when it pauses, and once in three seconds at most", async () => {
  const desk = device("desk");
  for (let count = 1; count <= 100; count += 1) {
    desk.type("x".repeat(count));
    await pass(100);
  }
  await pass(5000);
  expect(writes.length).toBeLessThanOrEqual(5);
  expect(stored?.text).toBe("x".repeat(100));
  const { length } = writes;
  await pass(60_000);
  expect(writes).toHaveLength(length);
});

test("what another device has written is taken over, and what was sent there is gone here", async () => {
  const [desk, phone] = [device("desk"), device("phone")];
  desk.type("begun");
  await pass(3000);
  await phone.look();
  expect(phone.page.text).toBe("begun");
  phone.type("begun, gone on");
  await pass(3000);
  await desk.look();
  expect(desk.page.text).toBe("begun, gone on");
  desk.type("");
  await pass(5000);
  await phone.look();
  expect([phone.page.text, stored]).toEqual(["", null]);
});

test("what was changed on both sides is offered, the choice decides, and till then neither is overwritten", async () => {
  const [desk, phone] = [device("desk"), device("phone")];
  for (const choice of ["take", "discard"] as const) {
    desk.type(`desk ${choice}`);
    phone.type(`phone ${choice}`);
    await pass(10_000);
    const [first, second] = stored?.tab === "desk" ? [desk, phone] : [phone, desk];
    expect(second.page.offered).toBe(first.page.text);
    second.type(`${second.page.text}!`);
    await pass(10_000);
    expect(stored?.text).toBe(first.page.text);
    const wanted = choice === "take" ? first.page.text : second.page.text;
    second[choice]();
    await pass(10_000);
    expect([second.page.text, second.page.offered, stored?.text]).toEqual([wanted, null, wanted]);
    await first.look();
    expect(first.page.text).toBe(wanted);
  }
});

test("what was written or sent while the server was away is brought along, also by the next page", async () => {
  const desk = device("desk");
  desk.type("online");
  await pass(3000);
  away = true;
  desk.type("");
  await pass(10_000);
  away = false;
  expect(stored?.text).toBe("online");
  const reloaded = device("desk");
  await reloaded.look();
  await pass(10_000);
  expect([stored, reloaded.page.text]).toEqual([null, ""]);
});

test("another open tab of the browser keeps its own text; when it is closed it leaves it", async () => {
  const [one, two] = [device("one"), device("two")];
  one.type("in the first");
  await pass(3000);
  open = ["one", "two"];
  await two.look();
  expect(two.page.text).toBe("");
  two.type("in the second");
  await pass(10_000);
  expect([two.page.offered, stored?.text]).toEqual([null, "in the first"]);
  two.type("");
  open = ["two"];
  await pass(10_000);
  const three = device("three");
  await three.look();
  expect(three.page.text).toBe("in the first");
});

test("what a tab has that is being closed is taken over when it is", async () => {
  open = ["first", "second"];
  const [first, second] = [device("first"), device("second")];
  first.type("in the first");
  await pass(3000);
  closing = "first";
  await second.look();
  await pass(0);
  expect(second.page.text).toBe("in the first");
});

test("a text that is too long stays here, and an answer that got lost is no other device", async () => {
  const desk = device("desk");
  desk.type("x".repeat(maxDraftLength + 1));
  await pass(10_000);
  expect(texts()).toEqual([]);
  desk.type("short");
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    await answer(path, init);
    throw new TypeError("cut");
  });
  await pass(5000);
  vi.stubGlobal("fetch", answer);
  desk.type("short, and more");
  await pass(10_000);
  expect([desk.page.offered, stored?.text]).toEqual([null, "short, and more"]);
});
