import { door, noContent } from "@/lib/http/door";
import { markFavourite } from "@/lib/models/favourites";
import { FavouriteChange } from "@/lib/models/schema";

export const PUT = door(FavouriteChange, async ({ actor, body }) => {
  await markFavourite(actor, body);
  return noContent();
});
