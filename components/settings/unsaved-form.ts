import { isSameForm, type SettingsForm } from "./settings-form.ts";

/** What stands in the fields. */
export type Filled = { form: SettingsForm; modelId: string; presetId: string };

/** What is kept of a form that is not saved: with what was set when it was changed. */
type Unsaved = Filled & { first?: Pick<Filled, "form" | "modelId"> };

/** Whether two would be saved as different things. */
export function differ(one: Pick<Filled, "form" | "modelId">, other: Pick<Filled, "form" | "modelId">): boolean {
  return !isSameForm(one.form, other.form) || one.modelId !== other.modelId;
}

/** What is to be kept of a form over a reload, as text; empty when nothing of it is unsaved. */
export function toKept(now: Filled, { form, modelId }: Filled): string {
  return differ(now, { form, modelId }) ? JSON.stringify({ ...now, first: { form, modelId } } satisfies Unsaved) : "";
}

/**
 * The form that was kept, over what is set now: a field that was not changed in it is as another device may have set it
 * meanwhile. Null when nothing was kept, or nothing of it is unsaved any more.
 */
export function fromKept(kept: string | null, now: Filled): Filled | null {
  const found = parse(kept);
  if (!found) return null;
  const { first, ...typed } = found;
  const laid = first ? layOver(first, typed, now) : typed;
  return differ(laid, now) ? laid : null;
}

function layOver(first: Pick<Filled, "form" | "modelId">, typed: Filled, now: Filled): Filled {
  const form = changedFields(first.form, typed.form, now.form);
  return {
    ...typed,
    modelId: typed.modelId === first.modelId ? now.modelId : typed.modelId,
    form: { ...form, numbers: changedFields(first.form.numbers, typed.form.numbers, now.form.numbers) },
  };
}

function changedFields<Fields extends object>(first: Fields, typed: Fields, now: Fields): Fields {
  const result = { ...now };
  for (const name of Object.keys(now) as (keyof Fields)[]) {
    if (JSON.stringify(typed[name]) !== JSON.stringify(first[name])) result[name] = typed[name];
  }
  return result;
}

// another version of the page may have kept it
function parse(kept: string | null): Unsaved | null {
  try {
    const found = JSON.parse(kept ?? "null") as Partial<Unsaved> | null;
    const { form, modelId, presetId = "", first } = found ?? {};
    if (!isWhole(form) || modelId === undefined) return null;
    return { form, modelId, presetId, ...(isWhole(first?.form) && { first }) };
  } catch {
    return null;
  }
}

const isWhole = (form: SettingsForm | undefined): form is SettingsForm =>
  Boolean(form?.systemPrompt && form.examples && form.numbers && form.stop);
