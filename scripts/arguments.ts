import { parseArgs } from "node:util";

/** The arguments of a command. Ends the process with its usage when they are not understood. */
export function readArguments<Options extends Record<string, { type: "string" | "boolean" }>>(
  usage: string,
  options: Options,
  places: number,
) {
  try {
    const read = parseArgs({ options, allowPositionals: places > 0 });
    if (read.positionals.length <= places) return read;
  } catch {
    // told below
  }
  return fail(usage);
}

/** Ends the process with a sentence. */
export function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
