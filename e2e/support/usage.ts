import type { Spending, UsageReport } from "../../lib/usage/schema.ts";
import type { Client } from "./client.ts";

/** What a conversation has taken. */
export const spendingOf = async (client: Client, id: string) =>
  (await (await client.get(`/api/conversations/${id}/usage`)).json()) as Spending;

/** What a person has used; `query` with its question mark. */
export const reportOf = async (client: Client, query = "") =>
  (await (await client.get(`/api/usage${query}`)).json()) as UsageReport;
