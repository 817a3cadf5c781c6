import type { ModelMessage } from "ai";
import type { Actor } from "../auth/schema.ts";
import { id as idSchema, type MessageStatus, type StoredError } from "../conversations/schema.ts";
import { fromColumns, noSettings } from "../conversations/settings-schema.ts";
import { type ReceiptRow, readReceiptRow } from "../db/receipt-row.ts";
import { readTurnStart } from "../db/turn-start.ts";
import { AppError } from "../errors.ts";
import { type ResolvedModel, resolveModel } from "../models/registry.ts";
import type { CallUsage, CostSource } from "../usage/schema.ts";
import { findAsked, leafOf } from "./asked.ts";
import type { ModelCall } from "./call-model.ts";
import { buildContext, openingOf } from "./context.ts";
import { curlCommand } from "./curl.ts";
import { speed } from "./measures.ts";
import type { Receipt } from "./receipt-schema.ts";
import { fromSentColumns, haveChanged } from "./sent-settings.ts";
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
  const { parameters, notes } = fromSentColumns(row);
  const settings = fromColumns({ systemPrompt: row.systemPrompt, settings: row.conversationSettings });
  // of a copy it is not known what it was asked with
  const changed = turnId !== null && haveChanged(settings, row);
  return {
    ...{ messageId, turnId, servedModel, servedBy, responseId, finishReason, firstTokenMs, totalMs },
    modelId: row.modelId ?? "",
    provider: providerOf(row, model),
    parameters,
    notes,
    systemPrompt: { hash: row.systemPromptHash, changed },
    usage: usageOf(row),
    status: row.status as MessageStatus,
    error: row.error === null ? null : (JSON.parse(row.error) as StoredError),
    tokensPerSecond: speed(row),
    createdAt: new Date(row.createdAt).toISOString(),
    endedAt: row.endedAt && new Date(row.endedAt).toISOString(),
    curl: model && (await curlOf(actor, row, { model, parameters, opening: openingOf(settings), changed })),
  };
}

// who was asked then: the settings may name another server today
function providerOf({ providerName, providerHost }: ReceiptRow, model: ResolvedModel | null): Receipt["provider"] {
  if (providerName !== null) return { name: providerName, host: providerHost ?? "" };
  return model && { name: model.provider.name, host: model.provider.host };
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
  { turnId, conversationId, userMessageId, continuesId, modelId, providerHost }: ReceiptRow,
  { model, parameters, opening, changed }: Omit<ModelCall, "messages"> & { opening: ModelMessage[]; changed: boolean },
): Promise<string | null> {
  if (turnId === null || modelId === null) return null;
  const request = {
    ...{ turnId, conversationId, modelId, parentId: userMessageId },
    ...(continuesId !== null && { continuesId }),
  };
  const start = await readTurnStart(userId, { turnId, conversationId, leafId: leafOf(request) });
  try {
    const asked = findAsked(request, start.path, noSettings);
    const messages = [...opening, ...buildContext([...asked.path, ...asked.ending])];
    const sent = await wireRequest({ model, messages, parameters });
    const moved = providerHost !== null && providerHost !== model.provider.host ? [hostChanged(providerHost)] : [];
    return sent && curlCommand(sent, model.provider.id, [...(changed ? [openingChanged] : []), ...moved]);
  } catch (error) {
    if (error instanceof AppError) return null; // what was answered is not there as it was
    throw error;
  }
}

const openingChanged =
  "The system prompt or the examples have changed since this answer was given: here they are as they are now.";

const hostChanged = (host: string) =>
  `This answer came from ${host}: the address below is the one that is configured now.`;

function usageOf(row: ReceiptRow): CallUsage {
  const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens, cost } = row;
  const costSource = row.costSource as CostSource | null;
  return { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens, cost, costSource };
}
