import { database } from "../db/client.ts";
import { textOf } from "./catalogue.ts";
import type { Provider } from "./provider.ts";
import type { ListedModel } from "./schema.ts";

/** Longest list that is stored, as JSON: some 10,000 models. A longer one lives in memory alone. */
const maxLength = 4_000_000;

/** A list as it was had from a provider, and when. */
export type StoredList = { models: ListedModel[]; listedAt: Date };

/** The lists that these providers gave last, by provider id. A row that cannot be read is as good as none. */
export async function readLists(providers: Provider[]): Promise<Map<string, StoredList>> {
  const rows = await database().prisma.providerModels.findMany({
    where: { OR: providers.map(({ id, host }) => ({ providerId: id, host })) },
  });
  const lists = rows.flatMap(({ providerId, models, listedAt }) => {
    const parsed = parse(models);
    return parsed ? [[providerId, { models: parsed, listedAt }] as const] : [];
  });
  return new Map(lists);
}

function parse(models: string): ListedModel[] | null {
  try {
    return JSON.parse(models) as ListedModel[];
  } catch {
    return null;
  }
}

/** Keeps a provider's list. */
export async function storeList({ id, host }: Provider, { models, listedAt }: StoredList): Promise<void> {
  const json = await textOf(models);
  if (json.length > maxLength) return;
  const row = { host, models: json, listedAt };
  await database().prisma.providerModels.upsert({
    where: { providerId: id },
    create: { providerId: id, ...row },
    update: row,
  });
}
