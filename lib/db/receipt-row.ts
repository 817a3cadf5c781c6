import { database } from "./client.ts";
import { type PaceRow, thoughtsShown } from "./turn-queries.ts";
import type { UsageColumns } from "./usage-rows.ts";

/** An answer and the turn that made it; what is of the turn is null for a copy in a forked conversation. */
export type ReceiptRow = UsageColumns &
  PaceRow & {
    conversationId: string;
    systemPrompt: string | null;
    conversationSettings: string | null;
    modelId: string | null;
    status: string;
    finishReason: string | null;
    error: string | null;
    createdAt: string;
    turnId: string | null;
    userMessageId: string | null;
    continuesId: string | null;
    settings: string | null;
    systemPromptHash: string | null;
    providerName: string | null;
    providerHost: string | null;
    servedModel: string | null;
    servedBy: string | null;
    responseId: string | null;
    endedAt: string | null;
  };

/** Reads one answer in a conversation of the user's; null when there is none. */
export async function readReceiptRow(userId: string, messageId: string): Promise<ReceiptRow | null> {
  const [result] = await database().batch(
    [
      {
        // the turns of one conversation are few, and found by the index
        sql: `SELECT m."conversationId", c."systemPrompt",
            c."settings" AS "conversationSettings", m."modelId", m."status", m."finishReason", m."error",
            m."createdAt", m."inputTokens", m."cachedTokens", m."cacheWriteTokens", m."outputTokens",
            m."reasoningTokens", m."cost", m."costSource", t."id" AS "turnId", t."userMessageId", t."continuesId",
            t."settings", t."systemPromptHash", t."providerName", t."providerHost", t."servedModel", t."servedBy",
            t."responseId", t."firstTokenMs", t."totalMs", t."endedAt", ${thoughtsShown}
          FROM "Message" m JOIN "Conversation" c ON c."id" = m."conversationId"
          LEFT JOIN "Turn" t ON t."conversationId" = m."conversationId" AND t."answerId" = m."id"
          WHERE m."id" = ? AND m."role" = 'assistant' AND c."userId" = ? AND c."deletedAt" IS NULL`,
        args: [messageId, userId],
      },
    ],
    "read",
  );
  return (result?.rows[0] as unknown as ReceiptRow | undefined) ?? null;
}
