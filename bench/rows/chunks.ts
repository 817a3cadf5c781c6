import { history } from "../history.ts";
import { memoryMb, watchPeak, writtenMb } from "../measure/process-tree.ts";
import { readTurn } from "../measure/read-turn.ts";
import { answerText, directive, type Plan } from "../provider/answers.ts";
import { note } from "../report.ts";
import { makeConversations, turnCall } from "../site.ts";
import type { Stage } from "../stage.ts";
import type { Site } from "../targets.ts";

type Case = { title: string; plan: Pick<Plan, "tokens" | "rate" | "size"> };

const cases: Case[] = [
  { title: "one chunk of 5 MB", plan: { tokens: 1, rate: 0, size: 5_000_000 } },
  { title: "100,000 chunks of one byte", plan: { tokens: 100_000, rate: 0, size: 1 } },
  { title: "1,000 chunks a second for 10 s", plan: { tokens: 10_000, rate: 1000, size: 0 } },
];

/** Odd sizes of what a provider sends: memory, and how much the database has to write. */
export async function chunks(stage: Stage): Promise<void> {
  const site = await stage.site();
  console.log("\nPF-19: odd chunks");
  for (const { title, plan } of cases) {
    const [conversation] = await makeConversations(site.visitor, 1, history(2));
    if (!conversation) continue;
    const call = turnCall(site.visitor, conversation, directive(plan));
    const before = { memory: memoryMb(site.pid), written: writtenMb(site.pid) };
    const peak = watchPeak(() => memoryMb(site.pid), 50);
    const transactions = await countTransactions(site);
    const reading = await readTurn(site.base, call, site.dialect);
    const seconds = ((reading.endedAt - reading.sentAt) / 1000).toFixed(1);
    const growth = (peak.stop() - before.memory).toFixed(0);
    const whole = reading.text === answerText(plan) ? "whole" : `NOT WHOLE, ${reading.text.length} characters`;
    note(
      `${title}: ${whole} in ${seconds} s, ${reading.pieces} events sent, memory + ${growth} MB; database: ` +
        `${transactions.stop()} transactions, ${await logRows(site, call.turnId)} log rows, ` +
        `${(writtenMb(site.pid) - before.written).toFixed(1)} MB written`,
    );
  }
  note("-> must: whole, memory and writes bounded");
}

// SQLite raises the number when another connection has committed; looked at so often that no commit is missed
async function countTransactions({ visitor }: Site): Promise<{ stop: () => number }> {
  const version = async () => Number((await visitor.client.execute("PRAGMA data_version")).rows[0]?.data_version);
  let last = await version();
  let count = 0;
  const timer = setInterval(async () => {
    const present = await version();
    if (present !== last) count += 1;
    last = present;
  }, 3);
  return {
    stop: () => {
      clearInterval(timer);
      return count;
    },
  };
}

// the log stays for a minute after the end
async function logRows({ visitor }: Site, turnId: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS "count" FROM "TurnEvent" WHERE "turnId" = ?`;
  return Number((await visitor.client.execute({ sql, args: [turnId] })).rows[0]?.count);
}
