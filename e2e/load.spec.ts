import { once } from "node:events";
import { type ClientRequest, request as send } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "@libsql/client";
import { databaseFile } from "../lib/db/open-client.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { runCommand } from "./support/commands.ts";
import { expect, test } from "./support/fixtures.ts";
import { until } from "./support/processes.ts";
import { seededRandom } from "./support/random.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// Many at once, scaled to two cores and to seconds; how late tokens are, and memory over minutes, is what `npm run
// bench:load` prints under the same numbers.

let own: App | null = null;
test.afterEach(async () => {
  await own?.dispose();
  own = null;
});

const metricsToken = "a-token-that-is-long-enough";

/** A gauge or counter of the process, as Prometheus reads it. */
async function figure(client: Client, name: string): Promise<number> {
  const answer = await client.get("/api/metrics", { headers: { authorization: `Bearer ${metricsToken}` } });
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await answer.text())?.[1]);
}

test("LD-1 forty streams of 50 tokens a second: no turn is lost, and each is whole for its reader and in the database", async ({
  app,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const turns = Array.from({ length: 40 }, (_, index) =>
    composeTurn(newQuestion(`Stream ${index}`), { modelId: "openai:scenario/slow:tokens=250,delay=20" }),
  );
  const answers = await Promise.all(turns.map(async (turn) => allEvents(await client.post("/api/chat", turn))));
  for (const events of answers) {
    expect(textOf(events)).toBe(numberedWords(250));
    expect(events.at(-1)?.data.type).toBe("finish");
  }
  for (const { conversationId } of turns) {
    const { messages } = await storedConversation(client, conversationId);
    expect(messages.map(({ status }) => status)).toEqual(["complete", "complete"]);
    expect(transcript({ messages }).at(-1)?.[1]).toBe(numberedWords(250));
  }
  expect((await clientFor(null, app).get("/api/health")).status).toBe(200);
});

test("LD-2 past the cap exactly as many are answered as may be; the others are refused in words, leave nothing and are not asked", async ({
  provider,
}) => {
  own = await startApp({ provider, env: { MAX_RUNNING_TURNS: "4" } });
  const account = await signUp(own);
  const client = clientFor(own, account);
  const turns = Array.from({ length: 20 }, (_, index) =>
    composeTurn(newQuestion(`Rush ${index}`), { modelId: "openai:scenario/held:after=3,tokens=9" }),
  );
  const responses = await Promise.all(turns.map((turn) => client.post("/api/chat", turn)));
  const accepted = turns.filter((_, index) => responses[index]?.status === 200);
  const refused = turns.filter((_, index) => responses[index]?.status === 503);
  // each instance has a cap of its own: it is about what a process can carry
  const most = 4 * own.pids.length;
  expect([accepted.length, refused.length]).toEqual([most, 20 - most]);
  for (const response of responses.filter(({ status }) => status === 503)) {
    expect(response.headers.get("retry-after")).toBe("5");
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error).toMatchObject({ code: "server_busy", message: expect.stringContaining("Try again in a moment") });
  }
  for (const { conversationId } of refused) {
    expect((await client.get(`/api/conversations/${conversationId}`)).status).toBe(404);
  }
  const textIn = (turn: (typeof turns)[number]) => turn.message.parts.map(({ text }) => text).join("");
  for (const turn of accepted) await provider.waitForCall({ text: textIn(turn), purpose: "answer", held: true });
  for (const turn of refused) expect(provider.log({ text: textIn(turn) })).toHaveLength(0);
  // one that runs already is followed, however full it is
  const again = client.post("/api/chat", accepted[0]).then(allEvents);
  provider.release();
  const open = responses.filter(({ status }) => status === 200);
  for (const events of await Promise.all([...open.map(allEvents), again])) {
    expect(textOf(events)).toBe(numberedWords(9));
  }
  // the same message with the same ids is taken when there is room
  const later = client.post("/api/chat", refused[0]).then(allEvents);
  await provider.waitForCall({ text: textIn(refused[0] as (typeof turns)[number]), purpose: "answer", held: true });
  provider.release();
  expect(textOf(await later)).toBe(numberedWords(9));
});

test("LD-2 in the page a message that found no room waits in words, and goes by itself, once", async ({
  page,
  provider,
}) => {
  // the cap is an instance's own
  own = await startApp({ provider, alone: true, env: { MAX_RUNNING_TURNS: "1" } });
  const account = await signUp(own);
  const [running, waiting] = [newQuestion("Running"), newQuestion("Waiting")];
  const client = clientFor(own, account);
  const first = client
    .post("/api/chat", composeTurn(running, { modelId: "openai:scenario/held:after=1,tokens=3" }))
    .then(allEvents);
  await provider.waitForCall({ text: running, purpose: "answer", held: true });
  await enter(page, own, account);
  await page.goto(own.url);
  const chat = chatOn(page);
  await chat.chooseModel("openai:scenario/quick");
  await chat.send(waiting);
  await expect(chat.waiting).toContainText([waiting]);
  await expect(chat.waiting.first()).toContainText("The site is busy; goes as soon as there is room");
  await expect(chat.box).toHaveValue("");
  provider.release();
  await first;
  await chat.waitFor("complete", 30);
  await expect(chat.waiting).toHaveCount(0);
  await expect(chat.questions).toHaveText(waiting);
  expect(provider.log({ text: waiting, purpose: "answer" })).toHaveLength(1);
});

test("LD-3 readers that stop reading keep no answer from its end, and leave no follower behind", async ({
  provider,
}) => {
  own = await startApp({ provider, env: { METRICS_TOKEN: metricsToken } });
  const account = await signUp(own);
  const client = clientFor(own, account);
  // a server has room for less in a row
  const bytes = own.databaseUrl.startsWith("file:") ? 5_000_000 : 600_000;
  const readers = 6;
  const modelId = `openai:scenario/big:bytes=${bytes}`;
  const turns = Array.from({ length: readers }, () => composeTurn(newQuestion("Big"), { modelId }));
  const requests: ClientRequest[] = [];
  for (const turn of turns) {
    const headers = { origin: own.url, "content-type": "application/json", cookie: account.cookie };
    const asked = send(`${own.url}/api/chat`, { method: "POST", headers });
    // a response that nobody reads fills the connection's buffers, and then waits
    asked.on("response", (response) => response.pause());
    asked.on("error", () => {});
    asked.end(JSON.stringify(turn));
    requests.push(asked);
  }
  const text = "x".repeat(bytes);
  for (const { conversationId } of turns) {
    await expect
      .poll(
        async () => {
          const answer = await client.get(`/api/conversations/${conversationId}`);
          return answer.ok ? transcript((await answer.json()) as never).at(-1)?.[1]?.length : 0;
        },
        { timeout: 30_000 },
      )
      .toBe(text.length);
  }
  expect(await figure(client, "switchboard_turns_running")).toBe(0);
  for (const request of requests) request.destroy();
  await expect.poll(() => figure(client, "switchboard_followers")).toBe(0);
});

test("LD-3 forty readers that do not read have a bounded buffer each, and no copy of the answer @file", async ({
  provider,
}) => {
  // memory is one process's, and a server has room for less of one answer
  own = await startApp({ provider, alone: true, env: { METRICS_TOKEN: metricsToken } });
  const account = await signUp(own);
  const client = clientFor(own, account);
  // 5 MB in a thousand pieces
  const readers = 40;
  const turn = composeTurn(newQuestion("Long"), { modelId: "openai:scenario/markdown:repeat=4300,size=5000" });
  const path = `/api/turns/${turn.turnId}/events`;
  // once, so that what a reader takes for a moment has been taken
  const { length } = textOf(await allEvents(await client.post("/api/chat", turn)));
  expect(length).toBeGreaterThan(4_500_000);
  expect(textOf(await allEvents(await client.get(path)))).toHaveLength(length);
  const before = await figure(client, "process_resident_memory_bytes");
  const requests = Array.from({ length: readers }, () => {
    const asked = send(own?.url + path, { headers: { cookie: account.cookie } });
    asked.on("response", (response) => response.pause());
    asked.on("error", () => {});
    asked.end();
    return asked;
  });
  await Promise.all(requests.map((asked) => once(asked, "response")));
  // one that came after them, and reads, has all of it: they were served as far as they will be
  expect(textOf(await allEvents(await client.get(path)))).toHaveLength(length);
  const grown = (await figure(client, "process_resident_memory_bytes")) - before;
  // a copy of the log for each took 887 MB
  expect(grown / 1e6, "megabytes that forty readers take").toBeLessThan(250);
  for (const request of requests) request.destroy();
  await expect.poll(() => figure(client, "switchboard_followers")).toBe(0);
});

test("LD-4 connections that come and break off at random leave no socket, listener, timer or descriptor behind", async ({
  provider,
}) => {
  test.skip(process.platform !== "linux", "descriptors are read from /proc");
  own = await startApp({ provider, env: { METRICS_TOKEN: metricsToken } });
  const account = await signUp(own);
  const client = clientFor(own, account);
  const random = seededRandom("LD-4");
  const modelId = "openai:scenario/slow:tokens=400,delay=20";
  const churn = async (connects: number) => {
    const turns = Array.from({ length: 4 }, (_, index) => composeTurn(newQuestion(`Churn ${index}`), { modelId }));
    const answers = turns.map((turn) => client.post("/api/chat", turn).then(allEvents));
    for (const turn of turns)
      await provider.waitForCall({ text: turn.message.parts[0]?.text ?? "", purpose: "answer", tokens: 1 });
    await Promise.all(
      Array.from({ length: connects }, async (_, index) => {
        await delay(index * 25); // forty a second, twice as many as the case wants
        const gone = new AbortController();
        const path = `/api/turns/${turns[random.whole(0, 3)]?.turnId}/events`;
        const left = delay(random.whole(0, 400)).then(() => gone.abort());
        const read = client.get(path, { signal: gone.signal }).then((answer) => answer.text());
        await read.catch((error: Error) => expect(error.name).toBe("AbortError"));
        await left;
      }),
    );
    for (const events of await Promise.all(answers)) expect(textOf(events)).toBe(numberedWords(400));
  };
  const held = async () => ({
    descriptors: await figure(client, "process_open_fds"),
    resources: await figure(client, "nodejs_active_resources"),
    followers: await figure(client, "switchboard_followers"),
  });
  await churn(20); // what is opened once and kept is open then
  const settled = async () => (await held()).followers === 0;
  await until(settled, { seconds: 10, describe: () => "followers stayed" });
  const before = await held();
  await churn(200);
  // Node's own connections to the provider are kept for some seconds
  await expect
    .poll(
      async () => {
        const now = await held();
        return {
          descriptors: now.descriptors - before.descriptors <= 5,
          resources: now.resources - before.resources <= 5,
          followers: now.followers,
        };
      },
      { timeout: 20_000 },
    )
    .toEqual({ descriptors: true, resources: true, followers: 0 });
  expect(own.output()).not.toContain("MaxListenersExceededWarning");
});

test("LD-8 a checkpoint, a backup and a vacuum while people chat: nobody gets an error, and all is stored @file", async ({
  provider,
}) => {
  own = await startApp({ provider });
  const app = own;
  const account = await signUp(app);
  const client = clientFor(app, account);
  const turns = Array.from({ length: 10 }, (_, index) =>
    composeTurn(newQuestion(`Upkeep ${index}`), { modelId: "openai:scenario/slow:tokens=300,delay=20" }),
  );
  const answers = turns.map((turn) => client.post("/api/chat", turn).then(allEvents));
  let ended = false;
  const all = Promise.all(answers).finally(() => {
    ended = true;
  });
  const statuses = new Map<number, number>();
  const visits = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!ended) {
        const { status } = await client.get("/api/conversations");
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  const elsewhere = createClient({ url: `file:${databaseFile(app.databaseUrl)}` });
  await elsewhere.execute("PRAGMA busy_timeout = 5000");
  for (let round = 0; round < 3; round += 1) {
    await elsewhere.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    const { code, output } = await runCommand(app, "backup.ts", "--to", `${app.directory}/copies`);
    expect(code, output).toBe(0);
    await elsewhere.execute("VACUUM");
  }
  elsewhere.close();
  expect(ended, "the answers ended before the work did: nothing was tried").toBe(false);
  for (const events of await all) expect(textOf(events)).toBe(numberedWords(300));
  await visits;
  expect([...statuses.keys()]).toEqual([200]);
});
