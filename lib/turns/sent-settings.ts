/** What was asked of the provider beside the messages, and what was left out. */
export type SentSettings = { parameters: Record<string, unknown>; notes: string[] };

const nothing: SentSettings = { parameters: {}, notes: [] };

/** Reads a turn's `settings`; what cannot be read is nothing. */
export function parseSentSettings(json: string | null): SentSettings {
  const { parameters, notes } = parse(json);
  return {
    parameters: isRecord(parameters) ? set(parameters) : {},
    notes: Array.isArray(notes) ? notes.map((note) => (typeof note === "string" ? note : JSON.stringify(note))) : [],
  };
}

function parse(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? "null");
    return isRecord(value) ? value : nothing;
  } catch {
    return nothing;
  }
}

const set = (parameters: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined));

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
