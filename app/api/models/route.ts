import { recentModelIds } from "@/lib/conversations/list";
import { door, json } from "@/lib/http/door";
import { readFavourites } from "@/lib/models/favourites";
import { defaultModelId, listProviders } from "@/lib/models/list-models";
import type { ModelListing } from "@/lib/models/schema";
import { measureModels } from "@/lib/turns/measures";

export const GET = door(null, async ({ actor }) => {
  const recent = await recentModelIds(actor);
  const [providers, favourites, measures, first] = await Promise.all([
    listProviders(),
    readFavourites(actor),
    measureModels(),
    defaultModelId(recent[0] ?? null),
  ]);
  return json({ providers, favourites, recent, measures, defaultModelId: first } satisfies ModelListing);
});
