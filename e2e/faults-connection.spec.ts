import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeAuthority, makeSelfSigned } from "./fake-provider/certificates.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider/server.ts";
import { type FrontServer, startMuteServer, startTlsFront } from "./fake-provider/tls.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { type Asked, ask, storedEnding } from "./support/ask.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { freePort } from "./support/ports.ts";

// PF-8: addresses that an operator configured and that do not work, each told in words of its own. The certificates
// are real ones, of an authority that the app was told to trust; so the only thing wrong with each is what it is for.

const address = "127.0.0.1";
const day = 86_400_000;

let app: App;
let provider: FakeProvider;
const servers: FrontServer[] = [];
const hosts: Record<string, string> = {};
let runs: Record<string, Promise<Asked>>;

test.beforeAll(async ({ provider: _worker }, info) => {
  provider = await startFakeProvider();
  const authority = makeAuthority("Trusted authority");
  const stranger = makeAuthority("Unknown authority");
  const now = Date.now();
  const fronts = {
    trusted: authority.issue({ names: [address] }),
    expired: authority.issue({ names: [address], from: now - 2 * day, until: now - day }),
    early: authority.issue({ names: [address], from: now + day, until: now + 2 * day }),
    misnamed: authority.issue({ names: ["elsewhere.example", "127.0.0.2"] }),
    unknown: stranger.issue({ names: [address] }),
    selfsigned: makeSelfSigned([address]),
  };
  const addresses: Record<string, string> = {
    // answers, but not by TLS
    plain: provider.url.replace("http:", "https:"),
    closed: `http://${address}:${await freePort()}`,
    nameless: "https://models.invalid",
  };
  for (const [name, certificate] of Object.entries(fronts)) {
    const front = await startTlsFront(certificate, provider.url);
    servers.push(front);
    addresses[name] = front.https;
  }
  const mute = await startMuteServer();
  servers.push(mute);
  addresses.mute = mute.https;

  const trust = path.join(info.project.outputDir, `authority-${info.workerIndex}-${now}.pem`);
  writeFileSync(trust, authority.cert);
  const custom = Object.entries(addresses).map(([id, url]) => {
    hosts[id] = new URL(url).host;
    return { id, name: `Server ${id}`, baseURL: `${url}/local/v1`, apiKey: provider.services.local.apiKey };
  });
  app = await startApp({
    env: {
      CUSTOM_PROVIDERS: JSON.stringify(custom),
      NODE_EXTRA_CA_CERTS: trust,
      DEFAULT_MODEL: "trusted:scenario/quick",
    },
  });
  const client = clientOf(app, await signUp(app));
  const started = Object.keys(addresses).map((id) => {
    const run = ask(client, `${id}:scenario/quick`);
    run.catch(() => {}); // the test that looks at it says so
    return [id, run] as const;
  });
  runs = Object.fromEntries(started);
});
test.afterAll(async () => {
  await app?.dispose();
  for (const server of servers) await server.close();
  await provider?.close();
});

test("PF-8 a certificate of an authority that the operator trusts is accepted", async () => {
  const { answer, question } = (await runs.trusted) as Asked;
  expect(answer).toMatchObject({ status: "complete", error: null });
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

const failures: Record<string, [code: string, sentence: (host: string) => string]> = {
  closed: ["provider_connection_refused", (host) => `Nothing answers at ${host}: the connection was refused.`],
  nameless: ["provider_name_unknown", (host) => `The name in ${host} could not be found.`],
  expired: ["provider_certificate_expired", (host) => `The certificate of ${host} has expired or is not valid yet`],
  early: ["provider_certificate_expired", (host) => `The certificate of ${host} has expired or is not valid yet`],
  selfsigned: ["provider_certificate_untrusted", (host) => `The certificate of ${host} is self-signed`],
  unknown: [
    "provider_certificate_untrusted",
    (host) => `The certificate of ${host} is self-signed or from an unknown authority`,
  ],
  misnamed: ["provider_certificate_mismatch", (host) => `The certificate of ${host} belongs to another name`],
  plain: ["provider_not_tls", (host) => `${host} does not speak https.`],
  // undici's limit, which is not ours to set: the app's own deadlines are three times as long here
  mute: ["provider_connect_timeout", (host) => `${host} took up no connection within 10 seconds.`],
};

for (const [id, [code, sentence]] of Object.entries(failures)) {
  test(`PF-8 ${id}: ${code}, in words, with nothing sent there`, async () => {
    const { answer, question, events, turn, wire } = (await runs[id]) as Asked;
    expect(answer).toMatchObject({ status: "failed", parts: [], error: { code } });
    const last = events.at(-1)?.data;
    expect(last?.type === "error" && last.errorText).toContain(sentence(hosts[id] ?? ""));
    expect(await storedEnding(app, turn.conversationId)).toMatchObject({ turn: "failed", code, question: "complete" });
    expect(provider.log({ text: question })).toEqual([]);
    expect(wire).not.toContain(provider.services.local.apiKey.slice(-8));
    expect(wire).not.toMatch(/ECONN|ENOTFOUND|EAI_|CERT_|SSL|UND_ERR|SELF_SIGNED/);
  });
}

test("PF-8 on the page, in English and Chinese", async ({ page, browser }) => {
  const account = await signUp(app);
  await enter(page, app, account);
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("selfsigned:scenario/quick");
  await chat.send(question);
  await chat.waitFor("failed");
  await expect(chat.answer.getByRole("alert")).toHaveText(
    `The certificate of ${hosts.selfsigned} is self-signed or from an unknown authority, so nothing was sent there. Whoever runs Server selfsigned has to install one that is trusted.`,
  );
  await expect(chat.questions).toHaveText(question);
  const context = await browser.newContext({ locale: "zh-CN" });
  const chinese = await context.newPage();
  await enter(chinese, app, account);
  await chinese.goto(page.url());
  await expect(chinese.getByRole("main").getByRole("alert")).toHaveText(
    `${hosts.selfsigned} 的证书是自签名的，或由未知机构签发，因此没有向它发送任何内容。需要由 Server selfsigned 的管理者安装受信任的证书。`,
  );
  await context.close();
});
