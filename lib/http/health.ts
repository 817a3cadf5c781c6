import { database } from "../db/client.ts";

/** Whether the process can do its work: it answers, and so does its database. @throws AppError `database_unavailable` */
export async function checkHealth(): Promise<{ status: "ok" }> {
  await database().batch(["SELECT 1"], "read");
  return { status: "ok" };
}
