import { type ConversationSettings, type Example, maxSettingsLength } from "@/lib/conversations/settings-schema";
import { maxStopLength, type NumberName, numberRanges, type ReasoningEffort } from "@/lib/models/parameters-schema";

/** Settings as they stand in the fields of a form: numbers as they are typed, empty for the provider's own. */
export type SettingsForm = {
  /** at least one, so that there is a field to write in */
  systemPrompt: string[];
  examples: Example[];
  numbers: Record<NumberName, string>;
  /** with `\n` and `\t` for what cannot be typed into a line */
  stop: string[];
  reasoningEffort: ReasoningEffort | "";
};

/** What is wrong with a field. */
export type FieldProblem =
  | { field: NumberName; problem: "number" | "whole" }
  | { field: NumberName; problem: "range"; least: number; most: number }
  | { field: "stop" | "texts"; problem: "length"; limit: number };

const numberNames = Object.keys(numberRanges) as NumberName[];

/** The fields for settings. */
export function toForm({ systemPrompt, examples, parameters }: ConversationSettings): SettingsForm {
  const numbers = Object.fromEntries(numberNames.map((name) => [name, parameters[name]?.toString() ?? ""]));
  return {
    systemPrompt: systemPrompt.length > 0 ? [...systemPrompt] : [""],
    examples: [...examples],
    numbers: numbers as SettingsForm["numbers"],
    stop: (parameters.stop ?? []).map(escapeBreaks),
    reasoningEffort: parameters.reasoningEffort ?? "",
  };
}

/** The settings in the fields, and what is wrong with them; fields without text count as not there. */
export function readForm(form: SettingsForm): { settings: ConversationSettings; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const numbers: Partial<Record<NumberName, number>> = {};
  for (const name of numberNames) {
    const read = readNumber(name, form.numbers[name]);
    if (typeof read === "number") numbers[name] = read;
    else if (read) problems.push(read);
  }
  const stop = form.stop.map(unescapeBreaks).filter((sequence) => sequence !== "");
  if (stop.some(({ length }) => length > maxStopLength)) {
    problems.push({ field: "stop", problem: "length", limit: maxStopLength });
  }
  const systemPrompt = form.systemPrompt.filter((text) => text.trim() !== "").map((text) => text.toWellFormed());
  const examples = form.examples
    .filter(({ text }) => text.trim() !== "")
    .map(({ role, text }) => ({ role, text: text.toWellFormed() }));
  const length = [...systemPrompt, ...examples.map(({ text }) => text)].reduce((sum, text) => sum + text.length, 0);
  if (length > maxSettingsLength) problems.push({ field: "texts", problem: "length", limit: maxSettingsLength });
  const { reasoningEffort } = form;
  const parameters = { ...numbers, ...(stop.length > 0 && { stop }), ...(reasoningEffort && { reasoningEffort }) };
  return { settings: { systemPrompt, examples, parameters }, problems };
}

/** Whether two forms would be saved as the same. */
export function isSameForm(one: SettingsForm, other: SettingsForm): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function readNumber(field: NumberName, typed: string): number | FieldProblem | null {
  const { least, most, whole } = numberRanges[field];
  const text = plainNumber(typed.trim().replace("−", "-"), whole);
  if (text === "") return null;
  if (!/^-?(\d+\.?\d*|\.\d+)(e-?\d{1,2})?$/i.test(text)) return { field, problem: "number" };
  const value = Number(text);
  if (whole && !Number.isInteger(value)) return { field, problem: "whole" };
  return value < least || value > most ? { field, problem: "range", least, most } : value;
}

// Many people's comma is a point; in a whole number it stands between thousands.
function plainNumber(text: string, whole: boolean): string {
  if (!whole) return text.replace(",", ".");
  return /^-?\d{1,3}([,.\s]\d{3})+$/.test(text) ? text.replace(/[,.\s]/g, "") : text;
}

const escapeBreaks = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");

const breaks: Record<string, string> = { n: "\n", r: "\r", t: "\t", "\\": "\\" };
const unescapeBreaks = (text: string) => text.replace(/\\([nrt\\])/g, (_, letter: string) => breaks[letter] ?? letter);
