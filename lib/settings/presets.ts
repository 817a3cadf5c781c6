import type { Actor } from "../auth/schema.ts";
import { fromColumns, toColumns } from "../conversations/settings-schema.ts";
import { database } from "../db/client.ts";
import { namedArguments } from "../db/named-arguments.ts";
import { AppError } from "../errors.ts";
import {
  type DefaultPreset,
  maxPresets,
  type NewPreset,
  type Preset,
  type PresetContent,
  type PresetList,
} from "./presets-schema.ts";
import type { Locale } from "./schema.ts";
import { shippedPresets } from "./shipped-presets.ts";

type PresetRow = {
  id: string;
  name: string;
  modelId: string | null;
  systemPrompt: string | null;
  settings: string | null;
};

const fromRow = ({ id, name, modelId, ...columns }: PresetRow): Preset => ({
  id,
  name,
  modelId,
  settings: fromColumns(columns),
  shipped: false,
});

/** The actor's presets by name, those that come with the site, and which of them conversations begin with. */
export async function readPresets({ userId }: Actor, locale: Locale): Promise<PresetList> {
  const [rows, preference] = await Promise.all([
    database().prisma.preset.findMany({ where: { userId } }),
    database().prisma.preference.findUnique({ where: { userId } }),
  ]);
  const names = new Intl.Collator(locale);
  const own = rows.map(fromRow).sort((a, b) => names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  const presets = [...own, ...shippedPresets(locale)];
  const defaultPresetId = preference?.defaultPresetId ?? null;
  // one that was deleted, or that a later version of the site does not have any more, counts as none
  return { presets, defaultPresetId: presets.some(({ id }) => id === defaultPresetId) ? defaultPresetId : null };
}

/** The preset that the actor's new conversations begin with, null for none. */
export async function readDefaultPreset({ userId }: Actor, locale: Locale): Promise<Preset | null> {
  const preference = await database().prisma.preference.findUnique({ where: { userId } });
  const id = preference?.defaultPresetId;
  if (!id) return null;
  const shipped = shippedPresets(locale).find((preset) => preset.id === id);
  if (shipped) return shipped;
  const row = await database().prisma.preset.findFirst({ where: { id, userId } });
  return row && fromRow(row);
}

/**
 * Keeps a new preset; done twice it is the same.
 * @throws AppError `not_found` for an id that is somebody else's; `too_many_presets`
 */
export async function createPreset({ userId }: Actor, { id, ...content }: NewPreset): Promise<void> {
  const { name, modelId, settings } = content;
  const now = new Date().toISOString();
  const values = { id, userId, name, modelId, ...toColumns(settings), now, maxPresets };
  const statements = [
    `INSERT INTO "Preset" ("id", "userId", "name", "modelId", "systemPrompt", "settings", "createdAt", "updatedAt")
      SELECT :id, :userId, :name, :modelId, :systemPrompt, :settings, :now, :now
      WHERE (SELECT COUNT(*) FROM "Preset" WHERE "userId" = :userId AND "id" <> :id) < :maxPresets
      ON CONFLICT ("id") DO UPDATE SET "updatedAt" = :now WHERE "userId" = :userId`,
    `SELECT COUNT(*) AS "count" FROM "Preset" WHERE "userId" = :userId`,
  ];
  const [kept, counted] = await database().batch(
    statements.map((sql) => ({ sql, args: namedArguments(sql, values) })),
    "write",
  );
  if (kept?.rowsAffected === 1) return;
  if (Number(counted?.rows[0]?.count) < maxPresets) throw new AppError("not_found");
  throw new AppError("too_many_presets", { limit: maxPresets });
}

/** Changes one of the actor's presets. @throws AppError `not_found` */
export async function changePreset({ userId }: Actor, id: string, content: PresetContent): Promise<void> {
  const { name, modelId, settings } = content;
  const { count } = await database().prisma.preset.updateMany({
    where: { id, userId },
    data: { name, modelId, ...toColumns(settings), updatedAt: new Date() },
  });
  if (count === 0) throw new AppError("not_found");
}

/** Deletes one of the actor's presets; one that is the default was it. @throws AppError `not_found` */
export async function deletePreset({ userId }: Actor, id: string): Promise<void> {
  const { count } = await database().prisma.preset.deleteMany({ where: { id, userId } });
  if (count === 0) throw new AppError("not_found");
  await database().prisma.preference.updateMany({
    where: { userId, defaultPresetId: id },
    data: { defaultPresetId: null },
  });
}

/** Lets the actor's new conversations begin with a preset, or with none. @throws AppError `not_found` */
export async function setDefaultPreset({ userId }: Actor, { presetId }: DefaultPreset): Promise<void> {
  if (presetId !== null && !shippedPresets("en").some(({ id }) => id === presetId)) {
    const own = await database().prisma.preset.count({ where: { id: presetId, userId } });
    if (own === 0) throw new AppError("not_found");
  }
  await database().prisma.preference.upsert({
    where: { userId },
    create: { userId, defaultPresetId: presetId },
    update: { defaultPresetId: presetId },
  });
}
