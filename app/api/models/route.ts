import { recentModelIds } from "@/lib/conversations/list";
import { door, json } from "@/lib/http/door";
import { readFavourites } from "@/lib/models/favourites";
import { listModels } from "@/lib/models/list-models";

export const GET = door(null, async ({ actor }) => {
  const [favourites, recent] = await Promise.all([readFavourites(actor), recentModelIds(actor)]);
  return json(await listModels(favourites, recent));
});
