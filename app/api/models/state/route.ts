import { recentModelIds } from "@/lib/conversations/list";
import { door, json } from "@/lib/http/door";
import { catalogueOf } from "@/lib/models/catalogue";
import { readFavourites } from "@/lib/models/favourites";
import { defaultModelId, listProviders } from "@/lib/models/list-models";
import type { ModelState } from "@/lib/models/schema";
import { measureModels } from "@/lib/turns/measures";

export const GET = door(null, async ({ actor }) => {
  const recent = await recentModelIds(actor);
  const [listings, favourites, measures, first] = await Promise.all([
    listProviders(),
    readFavourites(actor),
    measureModels(),
    defaultModelId(recent[0] ?? null),
  ]);
  const { version } = await catalogueOf(listings);
  const providers = listings.map(({ models: _, ...state }) => state);
  return json({ version, providers, favourites, recent, measures, defaultModelId: first } satisfies ModelState);
});
