import { freePort } from "../../e2e/support/ports.ts";
import { startTree, until } from "../../e2e/support/processes.ts";
import type { Trace } from "./main.ts";

export type ProviderStats = { tokens: number; active: number; begun: number; completed: number };

/** The mock provider, running as a process of its own. */
export type Provider = {
  url: string;
  pid: number;
  stats: () => Promise<ProviderStats>;
  /** @throws when the provider was never asked for this trace */
  trace: (name: string) => Promise<Trace>;
};

export async function startProvider(): Promise<Provider> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = new URL("main.ts", import.meta.url).pathname;
  const { pid } = await startTree(process.execPath, [program, String(port)], {
    cwd: process.cwd(),
    env: process.env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const get = async <T>(path: string) => (await (await fetch(url + path)).json()) as T;
  const stats = () => get<ProviderStats>("/stats");
  await until(() => stats().catch(() => null), { seconds: 20, describe: () => "the mock provider does not answer" });
  const trace = async (name: string) => {
    const found = await get<Trace | null>(`/trace?name=${name}`);
    if (!found) throw new Error(`the provider was not asked: ${name}`);
    return found;
  };
  return { url, pid, stats, trace };
}
