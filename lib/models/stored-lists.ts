import { promisify } from "node:util";
import { deflate, inflate } from "node:zlib";
import { database } from "../db/client.ts";
import { modelsIn, textOf } from "./catalogue.ts";
import type { Provider } from "./provider.ts";
import type { ListedModel } from "./schema.ts";

/**
 * Longest list that is stored, in base64. One of 50,000 models and 18 MB, each with all that OpenRouter says, has some
 * 2.6 MB; what cannot be packed so far lives in memory alone.
 */
const maxLength = 4_000_000;
/** Longest list that is unpacked, in bytes: more than any that is read. */
const maxBytes = 100_000_000;

/** A list as it was had from a provider, and when. */
export type StoredList = { models: ListedModel[]; listedAt: Date };

/** The lists that these providers gave last, by provider id. A row that cannot be read is as good as none. */
export async function readLists(providers: Provider[]): Promise<Map<string, StoredList>> {
  const rows = await database().prisma.providerModels.findMany({
    where: { OR: providers.map(({ id, address }) => ({ providerId: id, address })) },
  });
  const lists = new Map<string, StoredList>();
  for (const { providerId, models, listedAt } of rows) {
    const unpacked = await unpack(models);
    if (unpacked) lists.set(providerId, { models: unpacked, listedAt });
  }
  return lists;
}

/** Keeps a provider's list. */
export async function storeList({ id, address }: Provider, { models, listedAt }: StoredList): Promise<void> {
  const packed = await pack(models);
  if (packed.length > maxLength) return;
  const row = { address, models: packed, listedAt };
  await database().prisma.providerModels.upsert({
    where: { providerId: id },
    create: { providerId: id, ...row },
    update: row,
  });
}

// Both are done aside, in threads of their own: 18 MB take a quarter of a second, and a tenth of the room.
async function pack(models: ListedModel[]): Promise<string> {
  return (await promisify(deflate)(await textOf(models))).toString("base64");
}

async function unpack(packed: string): Promise<ListedModel[] | null> {
  try {
    const bytes = await promisify(inflate)(Buffer.from(packed, "base64"), { maxOutputLength: maxBytes });
    return await modelsIn(bytes.toString());
  } catch {
    return null;
  }
}
