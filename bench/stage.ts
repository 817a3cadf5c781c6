import { startNext, startPipe } from "./floors/start.ts";
import { history } from "./history.ts";
import { memoryMb } from "./measure/process-tree.ts";
import { countTurn, readTurn } from "./measure/read-turn.ts";
import type { Options } from "./options.ts";
import { answerText, directive } from "./provider/answers.ts";
import { type Provider, startProvider } from "./provider/control.ts";
import { completionsTarget, type Site, startSite, type Target, uiMessageTarget } from "./targets.ts";

export type Floors = { pipe: Target; sdk: Target; merged: Target };

/** What rows are measured on; each part is started when the first row asks for it. */
export type Stage = {
  options: Options;
  provider: Provider;
  /** the provider without anything between */
  direct: Target;
  site: () => Promise<Site>;
  floors: () => Promise<Floors>;
  /** another copy of the site, for what needs two; whoever asked for it closes it */
  secondSite: () => Promise<Site>;
  /** memory of a target after its first turns, in MB */
  warmMb: Map<string, number>;
  close: () => Promise<void>;
};

export async function openStage(options: Options): Promise<Stage> {
  const provider = await startProvider();
  const warmMb = new Map<string, number>();
  const ready = async <T extends Target>(target: T): Promise<T> => {
    await warmUp(target);
    warmMb.set(target.name, memoryMb(target.pid));
    return target;
  };
  let first: Site | null = null;
  return {
    options,
    provider,
    warmMb,
    direct: await ready(completionsTarget("direct", { base: provider.url, pid: provider.pid })),
    site: once(async () => {
      first = await startSite("ours", provider);
      return ready(first);
    }),
    secondSite: async () => ready(await startSite("ours, full store", provider)),
    floors: once(async () => ({
      pipe: await ready(completionsTarget("pipe", await startPipe(provider.url))),
      // a process each, so that their memory is their own
      sdk: await ready(uiMessageTarget("SDK", await startNext(provider.url), "/api/sdk")),
      merged: await ready(uiMessageTarget("SDK merged", await startNext(provider.url), "/api/merged")),
    })),
    close: async () => {
      await first?.close();
    },
  };
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | null = null;
  return () => {
    started ??= start();
    return started;
  };
}

/** Checks that a target hands on exactly what the provider sends, and lets it reach its pace. */
async function warmUp(target: Target): Promise<void> {
  const [first, ...others] = await target.prepare(31, history(2));
  if (!first) return;
  const plan = { tokens: 700 };
  const { status, text } = await readTurn(target.base, first(directive(plan)), target.dialect);
  const expected = answerText({ ...plan, size: 0 });
  if (text !== expected) {
    throw new Error(`${target.name} answered ${status} with ${text.length} of ${expected.length} characters`);
  }
  for (const ask of others) await countTurn(target.base, ask(directive({ tokens: 200 })), target.dialect);
}
