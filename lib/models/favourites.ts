import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { namedArguments } from "../db/named-arguments.ts";
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

// One statement: of two at once at the limit the second is one too many.
const insert = `INSERT INTO "FavouriteModel" ("userId", "modelId", "createdAt") SELECT :userId, :modelId, :now
  WHERE (SELECT COUNT(*) FROM "FavouriteModel" WHERE "userId" = :userId AND "modelId" <> :modelId) < :maxFavourites
  ON CONFLICT ("userId", "modelId") DO NOTHING`;
const isMarked = `SELECT 1 FROM "FavouriteModel" WHERE "userId" = :userId AND "modelId" = :modelId`;

/**
 * Marks a model, or takes the mark away; done twice it is the same. A mark of a model that is gone can be taken away.
 * @throws AppError `model_not_found`, `too_many_favourites`
 */
export async function markFavourite({ userId }: Actor, { modelId, favourite }: FavouriteChange): Promise<void> {
  if (!favourite) {
    await database().prisma.favouriteModel.deleteMany({ where: { userId, modelId } });
    return;
  }
  resolveModel(modelId);
  const values = { userId, modelId, now: new Date().toISOString(), maxFavourites };
  const [, asked] = await database().batch(
    [insert, isMarked].map((sql) => ({ sql, args: namedArguments(sql, values) })),
    "write",
  );
  if (asked?.rows.length === 0) throw new AppError("too_many_favourites", { limit: maxFavourites });
}
