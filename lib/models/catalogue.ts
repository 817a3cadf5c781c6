import { createHash } from "node:crypto";
import { setImmediate as rest } from "node:timers/promises";
import type { ListedModel, ModelCatalogue, ProviderListing } from "./schema.ts";

/** The lists of all providers as they are sent: the body of `GET /api/models`, made once for everybody. */
export type Catalogue = {
  /** changes with the models, and with nothing else */
  version: string;
  body: Buffer<ArrayBuffer>;
};

/** So many models at a time are written as JSON, and read: a long list must not hold up the answers that are being streamed. */
const piece = 1_000;
/** Between two pieces; nothing in JSON's texts has a line break as it is. */
const seam = ",\n";

type Kept = { lists: ListedModel[][]; catalogue: Promise<Catalogue> };
type Holder = { switchboardCatalogue?: Kept; switchboardListTexts?: WeakMap<ListedModel[], Promise<string>> };

// one for the process, whichever bundle a route is in
const holder = globalThis as typeof globalThis & Holder;

/** The catalogue of what providers list; the same one as long as none of them has another list. */
export function catalogueOf(listings: ProviderListing[]): Promise<Catalogue> {
  const lists = listings.map(({ models }) => models);
  const kept = holder.switchboardCatalogue;
  if (kept && kept.lists.length === lists.length && kept.lists.every((list, index) => list === lists[index])) {
    return kept.catalogue;
  }
  const catalogue = makeCatalogue(listings);
  holder.switchboardCatalogue = { lists, catalogue };
  return catalogue;
}

/** A list as JSON, written once; `modelsIn` reads it. */
export function textOf(models: ListedModel[]): Promise<string> {
  holder.switchboardListTexts ??= new WeakMap();
  const known = holder.switchboardListTexts.get(models);
  if (known) return known;
  const text = writeList(models);
  holder.switchboardListTexts.set(models, text);
  return text;
}

/** The list in a text of `textOf`. @throws SyntaxError */
export async function modelsIn(text: string): Promise<ListedModel[]> {
  const models: ListedModel[] = [];
  for (const written of text.slice(1, -1).split(seam)) {
    models.push(...(JSON.parse(`[${written}]`) as ListedModel[]));
    await rest();
  }
  return models;
}

async function makeCatalogue(listings: ProviderListing[]): Promise<Catalogue> {
  const providers = await Promise.all(
    listings.map(async ({ id, name, models }) => {
      const about = JSON.stringify({ id, name } satisfies Omit<ModelCatalogue["providers"][number], "models">);
      return `${about.slice(0, -1)},"models":${await textOf(models)}}`;
    }),
  );
  const version = createHash("sha256").update(providers.join()).digest("base64url").slice(0, 22);
  const body = Buffer.from(`{"version":"${version}","providers":[${providers.join()}]}`);
  return { version, body };
}

async function writeList(models: ListedModel[]): Promise<string> {
  const pieces: string[] = [];
  for (let from = 0; from < models.length; from += piece) {
    if (from > 0) await rest();
    pieces.push(JSON.stringify(models.slice(from, from + piece)).slice(1, -1));
  }
  return `[${pieces.join(seam)}]`;
}
