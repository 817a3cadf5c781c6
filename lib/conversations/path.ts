import type { PathRow } from "../db/path.ts";
import type { CostSource } from "../usage/schema.ts";
import type { MessageStatus, MessageView, Part, StoredError } from "./schema.ts";

/** The messages of a stored path, root first, with their versions where these are known. */
export function fromPath(rows: PathRow[], versions?: Map<string, string[]>): MessageView[] {
  return rows.map((row) => ({
    id: row.id,
    parentId: row.parentId,
    role: row.role,
    parts: row.parts as Part[],
    status: row.status as MessageStatus,
    modelId: row.modelId,
    finishReason: row.finishReason,
    error: row.error as StoredError | null,
    ...((row.tokens ?? row.cost) !== null && {
      usage: { tokens: row.tokens, cost: row.cost, costSource: row.costSource as CostSource | null },
    }),
    createdAt: row.createdAt,
    ...(versions?.has(row.id) && { versions: versions.get(row.id) as string[] }),
  }));
}
