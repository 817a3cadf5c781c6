import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../../e2e/support/processes.ts";
import { history } from "../history.ts";
import { memoryMb, watchPeak } from "../measure/process-tree.ts";
import { send } from "../measure/read-turn.ts";
import { directive } from "../provider/answers.ts";
import { note } from "../report.ts";
import { makeConversations, turnCall } from "../site.ts";
import type { Stage } from "../stage.ts";
import type { Site } from "../targets.ts";

const readers = 50;
/** 6 MB of text in 20 s: the kernel takes about 4 MB for a connection whose reader has stopped. */
const plan = { tokens: 1000, rate: 50, size: 6000 };

/**
 * 50 readers that stop reading. Their answers must go on to the end and be stored whole, and what the site holds for
 * them must be bounded: the same turns with readers that do read show what the answers themselves cost.
 */
export async function stalledReaders(stage: Stage): Promise<void> {
  const site = await stage.site();
  const size = options(stage);
  console.log(`\nLD-3: ${readers} answers of ${((size.tokens * size.size) / 1e6).toFixed(1)} MB`);
  for (const reads of [true, false]) {
    const result = await run(stage, site, reads);
    note(
      `${reads ? "readers that read" : "readers that stop"}: provider read to the end ${result.completed}, stored whole ` +
        `${result.stored} of ${readers}; memory ${result.before.toFixed(0)} MB, at most ${result.peak.toFixed(0)} MB, ` +
        `after the end ${result.after.toFixed(0)} MB, without readers ${result.gone.toFixed(0)} MB`,
    );
  }
  note("-> must: all read and stored, growth bounded");
}

function options({ options: { quick } }: Stage) {
  return quick ? { ...plan, tokens: 250 } : plan;
}

async function run(stage: Stage, site: Site, reads: boolean) {
  const { provider } = stage;
  const size = options(stage);
  const conversations = await makeConversations(site.visitor, readers, history(2));
  const calls = conversations.map((conversation) => turnCall(site.visitor, conversation, directive(size)));
  const before = memoryMb(site.pid);
  const completedBefore = (await provider.stats()).completed;
  const peak = watchPeak(() => memoryMb(site.pid));
  const responses: IncomingMessage[] = [];
  for (const call of calls) {
    const response = await send(site.base, call);
    response.on("error", () => {}); // it is cut off below
    // a response that nobody listens to fills its buffers and then the connection's
    if (reads) response.resume();
    responses.push(response);
  }
  const completed = async () => (await provider.stats()).completed - completedBefore;
  const turnIds = JSON.stringify(calls.map(({ turnId }) => turnId));
  await until(async () => (await endedTurns(site, turnIds)) === readers, {
    seconds: 180,
    describe: () => "the turns did not end",
  }).catch((error: Error) => note(error.message));
  const measured = {
    completed: await completed(),
    stored: await storedWhole(site, turnIds, size),
    before,
    peak: peak.stop(),
    after: memoryMb(site.pid),
  };
  for (const response of responses) response.destroy();
  await delay(5_000); // time to give back what was held for them
  return { ...measured, gone: memoryMb(site.pid) };
}

async function endedTurns({ visitor }: Site, turnIds: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS "count" FROM "Turn"
    WHERE "id" IN (SELECT value FROM json_each(?)) AND "status" <> 'running'`;
  return Number((await visitor.client.execute({ sql, args: [turnIds] })).rows[0]?.count);
}

async function storedWhole({ visitor }: Site, turnIds: string, size: typeof plan): Promise<number> {
  const sql = `SELECT COUNT(*) AS "count" FROM "Turn" t JOIN "Message" m ON m."id" = t."answerId"
    WHERE t."id" IN (SELECT value FROM json_each(?)) AND m."status" = 'complete'
      AND LENGTH(m."parts" ->> '$[0].text') = ?`;
  return Number((await visitor.client.execute({ sql, args: [turnIds, size.tokens * size.size] })).rows[0]?.count);
}
