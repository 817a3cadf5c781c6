import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { resolveModel } from "./registry.ts";
import { type FavouriteChange, maxFavourites } from "./schema.ts";

/** The models that the actor has marked, the last marked one first. */
export async function readFavourites({ userId }: Actor): Promise<string[]> {
  const rows = await database().prisma.favouriteModel.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { modelId: "asc" }],
    select: { modelId: true },
  });
  return rows.map(({ modelId }) => modelId);
}

/**
 * Marks a model, or takes the mark away; done twice it is the same. A mark of a model that is gone can be taken away.
 * @throws AppError `model_not_found`, `too_many_favourites`
 */
export async function markFavourite({ userId }: Actor, { modelId, favourite }: FavouriteChange): Promise<void> {
  const { favouriteModel } = database().prisma;
  if (!favourite) {
    await favouriteModel.deleteMany({ where: { userId, modelId } });
    return;
  }
  resolveModel(modelId);
  if ((await favouriteModel.count({ where: { userId } })) >= maxFavourites) {
    throw new AppError("too_many_favourites", { limit: maxFavourites });
  }
  await favouriteModel.upsert({
    where: { userId_modelId: { userId, modelId } },
    create: { userId, modelId, createdAt: new Date() },
    update: {},
  });
}
