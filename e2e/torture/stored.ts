import { createClient } from "@libsql/client";
import type { MessageStatus, Part } from "../../lib/conversations/schema.ts";

/** A turn's row. */
export type TurnRow = { id: string; answerId: string; status: string; beat: number; errorCode: string | null };

/** A message's row. */
export type MessageRow = {
  id: string;
  conversationId: string;
  role: string;
  parts: Part[];
  status: MessageStatus;
  modelId: string | null;
};

/** What the database holds of all turns. */
export type Stored = {
  turns: Map<string, TurnRow>;
  messages: Map<string, MessageRow>;
  /** the events of turns that still have a log, in order, as they stand: sequence and JSON */
  events: Map<string, { sequence: number; data: string }[]>;
};

/** Reads a lane's database from outside of the server. */
export async function readStored(url: string): Promise<Stored> {
  const client = createClient({ url });
  try {
    const [turns, messages, events] = await client.batch(
      [
        `SELECT "id", "answerId", "status", "beat", "errorCode" FROM "Turn"`,
        `SELECT "id", "conversationId", "role", "parts", "status", "modelId" FROM "Message"`,
        `SELECT "turnId", "sequence", "data" FROM "TurnEvent" ORDER BY "turnId", "sequence"`,
      ],
      "read",
    );
    const logs: Stored["events"] = new Map();
    for (const row of events?.rows ?? []) {
      const log = logs.get(String(row.turnId)) ?? [];
      const lines = String(row.data).split("\n");
      log.push(...lines.map((data, index) => ({ sequence: Number(row.sequence) + index, data })));
      logs.set(String(row.turnId), log);
    }
    const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]));
    return {
      turns: byId((turns?.rows ?? []) as unknown as TurnRow[]),
      messages: byId(
        (messages?.rows ?? []).map(
          (row) => ({ ...row, parts: JSON.parse(String(row.parts)) }) as unknown as MessageRow,
        ),
      ),
      events: logs,
    };
  } finally {
    client.close();
  }
}

/** The turns that are marked as running, with the counter of their lease. */
export async function readRunning(url: string): Promise<Map<string, number>> {
  const client = createClient({ url });
  try {
    const { rows } = await client.execute(`SELECT "id", "beat" FROM "Turn" WHERE "status" = 'running'`);
    return new Map(rows.map((row) => [String(row.id), Number(row.beat)]));
  } finally {
    client.close();
  }
}
