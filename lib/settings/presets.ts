import type { InStatement, ResultSet } from "@libsql/client";
import type { Actor } from "../auth/schema.ts";
import { fromColumns, toColumns } from "../conversations/settings-schema.ts";
import { database } from "../db/client.ts";
import { namedArguments } from "../db/named-arguments.ts";
import { AppError } from "../errors.ts";
import {
  type DefaultPreset,
  maxPresets,
  maxPresetsLength,
  type NewPreset,
  offeredPresets,
  type Preset,
  type PresetContent,
  type PresetList,
  type PresetName,
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

/** Whether a model's provider is configured: what the room of models knows. */
type IsHere = (modelId: string) => boolean;

const fromRow = ({ id, name, modelId, systemPrompt, settings }: PresetRow, isHere: IsHere): Preset => ({
  id,
  name,
  modelId,
  settings: fromColumns({ systemPrompt, settings }),
  shipped: false,
  modelGone: modelId !== null && !isHere(modelId),
});

/** The actor's presets by name, those that come with the site, and which of them conversations begin with. */
export async function readPresets({ userId }: Actor, locale: Locale, isHere: IsHere): Promise<PresetList> {
  const [rows, preference] = await Promise.all([
    database().prisma.preset.findMany({ where: { userId } }),
    database().prisma.preference.findUnique({ where: { userId } }),
  ]);
  const own = byName(
    rows.map((row) => fromRow(row, isHere)),
    locale,
  );
  const presets = [...own, ...shippedPresets(locale)];
  const defaultPresetId = preference?.defaultPresetId ?? null;
  // one that was deleted, or that a later version of the site does not have any more, counts as none
  return { presets, defaultPresetId: presets.some(({ id }) => id === defaultPresetId) ? defaultPresetId : null };
}

function byName<Named extends PresetName>(presets: Named[], locale: Locale): Named[] {
  const names = new Intl.Collator(locale);
  return presets.sort((a, b) => names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

/** What reads the names of the actor's own presets; `toOfferedNames` takes the result. */
export function presetNamesStatement({ userId }: Actor): InStatement {
  return { sql: `SELECT "id", "name" FROM "Preset" WHERE "userId" = ?`, args: [userId] };
}

/** The names that a new chat offers, from the result of `presetNamesStatement`. */
export function toOfferedNames(result: ResultSet | undefined, locale: Locale): PresetName[] {
  const own = (result?.rows ?? []).map(({ id, name }) => ({ id: String(id), name: String(name), shipped: false }));
  return offeredPresets([...byName(own, locale), ...shippedPresets(locale)]).map(({ id, name }) => ({ id, name }));
}

/** What reads the preset that the actor's new conversations begin with; `toDefaultPreset` takes the result. */
export function defaultPresetStatement({ userId }: Actor): InStatement {
  return {
    sql: `SELECT f."defaultPresetId", p."id", p."name", p."modelId", p."systemPrompt", p."settings" FROM "Preference" f
      LEFT JOIN "Preset" p ON p."id" = f."defaultPresetId" AND p."userId" = f."userId" WHERE f."userId" = ?`,
    args: [userId],
  };
}

/** The preset from the result of `defaultPresetStatement`, null for none. */
export function toDefaultPreset(result: ResultSet | undefined, locale: Locale, isHere: IsHere): Preset | null {
  const row = result?.rows[0] as unknown as (PresetRow & { defaultPresetId: string | null }) | undefined;
  if (!row?.defaultPresetId) return null;
  const shipped = shippedPresets(locale).find(({ id }) => id === row.defaultPresetId);
  // one that was deleted counts as none
  return shipped ?? (row.id === null ? null : fromRow(row, isHere));
}

const lengthOfOthers = `(SELECT COALESCE(SUM(LENGTH(COALESCE("systemPrompt", '')) + LENGTH(COALESCE("settings", ''))), 0)
  FROM "Preset" WHERE "userId" = :userId AND "id" <> :id)`;
const fits = `${lengthOfOthers} + LENGTH(COALESCE(:systemPrompt, '')) + LENGTH(COALESCE(:settings, '')) <= :maxPresetsLength`;

/**
 * Keeps a new preset. Done twice it is one, with what was said last: who heard no answer may have changed it meanwhile.
 * @throws AppError `not_found` for an id that is somebody else's; `too_many_presets`, `presets_too_long`
 */
export async function createPreset({ userId }: Actor, { id, ...content }: NewPreset): Promise<void> {
  await write(
    userId,
    id,
    content,
    `INSERT INTO "Preset" ("id", "userId", "name", "modelId", "systemPrompt", "settings", "createdAt", "updatedAt")
      SELECT :id, :userId, :name, :modelId, :systemPrompt, :settings, :now, :now
      WHERE (SELECT COUNT(*) FROM "Preset" WHERE "userId" = :userId AND "id" <> :id) < :maxPresets AND ${fits}
      ON CONFLICT ("id") DO UPDATE SET "name" = :name, "modelId" = :modelId, "systemPrompt" = :systemPrompt,
        "settings" = :settings, "updatedAt" = :now WHERE "userId" = :userId`,
  );
}

/** Changes one of the actor's presets. @throws AppError `not_found`, `presets_too_long` */
export async function changePreset({ userId }: Actor, id: string, content: PresetContent): Promise<void> {
  await write(
    userId,
    id,
    content,
    `UPDATE "Preset" SET "name" = :name, "modelId" = :modelId, "systemPrompt" = :systemPrompt, "settings" = :settings,
      "updatedAt" = :now WHERE "id" = :id AND "userId" = :userId AND ${fits}`,
  );
}

// What stood against it is asked in the same transaction.
async function write(userId: string, id: string, { settings, ...content }: PresetContent, sql: string): Promise<void> {
  const now = new Date().toISOString();
  const values = { id, userId, ...content, ...toColumns(settings), now, maxPresets, maxPresetsLength };
  const state = `SELECT (SELECT COUNT(*) FROM "Preset" WHERE "userId" = :userId AND "id" <> :id) AS "others", ${fits} AS "fits"`;
  const [written, asked] = await database().batch(
    [sql, state].map((statement) => ({ sql: statement, args: namedArguments(statement, values) })),
    "write",
  );
  if (written?.rowsAffected === 1) return;
  const stands = asked?.rows[0];
  if (Number(stands?.fits) === 0) throw new AppError("presets_too_long", { limit: maxPresetsLength });
  if (Number(stands?.others) >= maxPresets) throw new AppError("too_many_presets", { limit: maxPresets });
  throw new AppError("not_found");
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
