import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FakeProvider, startFakeProvider } from "./server.ts";

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.reset());
afterAll(() => provider.close());

function ask(model: string, { purpose = "answer", signal }: { purpose?: string; signal?: AbortSignal } = {}) {
  return fetch(`${provider.services.local.baseURL}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-switchboard-purpose": purpose },
    body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "Why is the sky blue today?" }] }),
    ...(signal && { signal }),
  });
}

const command = (body: unknown) => fetch(`${provider.url}/__control`, { method: "POST", body: JSON.stringify(body) });
const models = (mount: keyof FakeProvider["services"], id = "") => {
  const { baseURL, apiKey } = provider.services[mount];
  return fetch(`${baseURL}/models${id}`, { headers: { authorization: `Bearer ${apiKey}` } });
};

test("holds before the first byte until released", async () => {
  const answer = ask("scenario/held:tokens=2");
  await provider.waitForCall({ held: true, tokens: 0 });
  expect((await (await fetch(`${provider.url}/__log?held=true`)).json()) as unknown[]).toHaveLength(1);
  await command({ release: { model: "scenario/held:tokens=2" } });
  expect(await (await answer).text()).toContain("[DONE]");
  await provider.waitForCall({ finished: "complete" });
});

test("holds after some tokens until released", async () => {
  const response = await ask("scenario/held:after=3,tokens=5");
  expect(await provider.waitForCall({ held: true })).toMatchObject({ tokens: 3, finished: "open" });
  provider.release();
  expect(await response.text()).toContain('"content":" w4"');
});

test.for([
  "scenario/hang",
  "scenario/stall:tokens=5",
  "scenario/stall:tokens=0",
  "scenario/held",
  "scenario/slow:tokens=9999,delay=5",
])("%s: notices at once that the client has gone", async (model) => {
  const controller = new AbortController();
  const answer = ask(model, { signal: controller.signal }).then((response) => response.text());
  const { id } = await provider.waitForCall({ model, tokens: model.includes("tokens=5") ? 5 : 0 });
  expect(provider.log({ id })).toMatchObject([{ finished: "open" }]);
  controller.abort();
  await expect(answer).rejects.toThrow();
  const closed = await provider.waitForCall({ id, finished: "client-closed" }, 1);
  expect(closed.tokens).toBeLessThan(9999);
});

test("a cut stream ends cleanly without a finish, a reset one does not end", async () => {
  const cut = await (await ask("scenario/cut:tokens=3")).text();
  expect(cut).toContain(" w2");
  expect(cut).not.toMatch(/\[DONE\]|"finish_reason":"/);
  await expect(ask("scenario/reset:tokens=3").then((response) => response.text())).rejects.toThrow();
  await expect(ask("scenario/cut-in-character").then((response) => response.text())).rejects.toThrow();
  expect(provider.log().map(({ finished }) => finished)).toEqual(["complete", "complete", "complete"]);
});

test("title calls are told apart and answered as the test wants", async () => {
  const say = async () => {
    const response = await ask("scenario/hang", { purpose: "title" });
    const text = await response.text();
    return [response.status, [...text.matchAll(/"content":"([^"]*)"/g)].map((match) => match[1]).join("")];
  };
  expect(await say()).toEqual([200, "Title for Why is the sky"]);
  provider.setTitles({ text: "Blue" });
  expect(await say()).toEqual([200, "Blue"]);
  await command({ setTitles: "fail" });
  expect((await say())[0]).toBe(500);
  provider.setTitles("hang");
  const controller = new AbortController();
  const hanging = ask("scenario/quick", { purpose: "title", signal: controller.signal });
  await provider.waitForCall({ purpose: "title", model: "scenario/quick", finished: "open" });
  controller.abort();
  await expect(hanging).rejects.toThrow();
  expect(provider.log({ purpose: "title" })).toHaveLength(4);
  expect(provider.log({ purpose: "answer" })).toHaveLength(0);
});

test("listings: the usual ones, replaced, failing", async () => {
  const ids = async (mount: keyof FakeProvider["services"]) => {
    const { data } = (await (await models(mount)).json()) as { data: { id: string }[] | null };
    return data?.map(({ id }) => id) ?? null;
  };
  expect(await ids("openai")).toEqual(expect.arrayContaining(["gpt-5", "whisper-1", "scenario/quick"]));
  expect((await ids("openrouter"))?.length).toBeGreaterThan(50);
  expect(await ids("local")).toContain("llama3.2:latest");
  provider.setListing("openai", "openrouter");
  expect(await ids("openai")).toEqual(await ids("openrouter"));
  await command({ setListing: { mount: "local", models: null } });
  expect(await ids("local")).toBeNull();
  provider.setListing("local", ["only"]);
  expect(await ids("local")).toEqual(["only"]);
  provider.failListing("local", "500");
  expect((await models("local")).status).toBe(500);
  provider.failListing("local", "garbage");
  await expect(ids("local")).rejects.toThrow();
  provider.reset();
  expect(await ids("local")).toContain("llama3.2:latest");
});

test("one model is found by its id, with a plain slash and an encoded one", async () => {
  for (const id of ["/scenario/quick", "/scenario%2Fquick"]) {
    expect(await (await models("openai", id)).json()).toMatchObject({ id: "scenario/quick", object: "model" });
  }
  expect((await models("openai", "/nothing")).status).toBe(404);
});

const realListing = path.resolve(import.meta.dirname, "../../../shared/data/openrouter-models.json");
test.skipIf(!existsSync(realListing))("OpenRouter's real listing goes out byte for byte", async () => {
  expect(await (await models("openrouter")).text()).toBe(readFileSync(realListing, "utf8"));
});

test("the log and the control refuse what they do not know", async () => {
  expect((await fetch(`${provider.url}/__log?colour=red`)).status).toBe(400);
  expect((await command({ explode: true })).status).toBe(400);
  expect((await fetch(`${provider.services.openai.baseURL}/responses`, { method: "POST" })).status).toBe(401);
});
