import { createHash } from "node:crypto";
import type { Actor } from "../auth/schema.ts";
import { id as idSchema, type MessageStatus, type StoredError } from "../conversations/schema.ts";
import { type ReceiptRow, readReceiptRow } from "../db/receipt-row.ts";
import { readTurnStart } from "../db/turn-start.ts";
import { AppError } from "../errors.ts";
import { type ResolvedModel, resolveModel } from "../models/registry.ts";
import type { CallUsage, CostSource } from "../usage/schema.ts";
import { findAsked, leafOf } from "./asked.ts";
import { buildContext } from "./context.ts";
import { curlCommand } from "./curl.ts";
import { speed } from "./measures.ts";
import type { Receipt } from "./schema.ts";
import { parseSentSettings, type SentSettings } from "./sent-settings.ts";
import { wireRequest } from "./wire-request.ts";

/**
 * How an answer came to be, and a command that asks for it again. No key is in it, nor an address's credentials.
 * @throws AppError `not_found` when the answer is absent or another's
 */
export async function readReceipt(actor: Actor, messageId: string): Promise<Receipt> {
  const row = idSchema.safeParse(messageId).success ? await readReceiptRow(actor.userId, messageId) : null;
  if (!row) throw new AppError("not_found");
  const { turnId, servedModel, servedBy, responseId, finishReason, firstTokenMs, totalMs } = row;
  const model = modelOf(row.modelId);
  const sent = parseSentSettings(row.settings);
  // of a copy it is not known what it was asked with
  const changed = turnId !== null && hashOf(row.systemPrompt) !== row.systemPromptHash;
  return {
    ...{ messageId, turnId, servedModel, servedBy, responseId, finishReason, firstTokenMs, totalMs },
    modelId: row.modelId ?? "",
    provider: model && { name: model.provider.name, host: model.provider.host },
    parameters: Object.entries(sent.parameters).map(([name, value]) => ({ name, value: inWords(value) })),
    notes: sent.notes,
    systemPrompt: { hash: row.systemPromptHash, changed },
    usage: usageOf(row),
    status: row.status as MessageStatus,
    error: row.error === null ? null : (JSON.parse(row.error) as StoredError),
    tokensPerSecond: speed(row),
    createdAt: new Date(row.createdAt).toISOString(),
    endedAt: row.endedAt && new Date(row.endedAt).toISOString(),
    curl: model && (await curlOf(actor, row, model, sent, changed)),
  };
}

function modelOf(modelId: string | null): ResolvedModel | null {
  try {
    return modelId === null ? null : resolveModel(modelId);
  } catch {
    return null; // its provider is not configured any more
  }
}

// Reads what was asked as the turn itself did: as another answer to the stored message.
async function curlOf(
  { userId }: Actor,
  { turnId, conversationId, userMessageId, continuesId, modelId, systemPrompt }: ReceiptRow,
  model: ResolvedModel,
  { parameters }: SentSettings,
  changed: boolean,
): Promise<string | null> {
  if (turnId === null || modelId === null) return null;
  const request = {
    ...{ turnId, conversationId, modelId, parentId: userMessageId },
    ...(continuesId !== null && { continuesId }),
  };
  const start = await readTurnStart(userId, { turnId, conversationId, leafId: leafOf(request) });
  try {
    const asked = findAsked(request, start.path);
    const messages = buildContext([...asked.path, ...asked.ending]);
    const sent = await wireRequest(model, textsOf(systemPrompt), messages, parameters);
    return sent && curlCommand(sent, model.provider.id, changed ? [promptChanged] : []);
  } catch (error) {
    if (error instanceof AppError) return null; // what was answered is not there as it was
    throw error;
  }
}

const promptChanged = "The system prompt has changed since this answer was given: here is the one of today.";

/** The texts of a stored system prompt, each a system message of its own. */
function textsOf(systemPrompt: string | null): string[] {
  if (systemPrompt === null) return [];
  try {
    const texts: unknown = JSON.parse(systemPrompt);
    if (Array.isArray(texts)) return texts.filter((text) => typeof text === "string");
  } catch {
    // a plain text
  }
  return [systemPrompt];
}

function hashOf(systemPrompt: string | null): string | null {
  return systemPrompt === null ? null : createHash("sha256").update(systemPrompt).digest("hex");
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function usageOf(row: ReceiptRow): CallUsage {
  const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens, cost } = row;
  const costSource = row.costSource as CostSource | null;
  return { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens, cost, costSource };
}
