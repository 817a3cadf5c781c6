import { startFakeProvider } from "./server.ts";

// For trying things by hand: `node e2e/fake-provider/main.ts 9900`
const provider = await startFakeProvider({ port: Number(process.argv[2] ?? 9900) });
for (const [name, { baseURL, apiKey }] of Object.entries(provider.services)) {
  console.info(`${name.padEnd(10)} ${baseURL}  key ${apiKey}`);
}
console.info(`log        ${provider.url}/__log?mount=&purpose=&model=   control: POST ${provider.url}/__control`);
