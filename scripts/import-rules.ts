// The direction of imports, as docs/architecture.md draws it. Each step may import what stands on the steps before it.

export const steps = [
  ["env", "errors"],
  ["telemetry"],
  ["db"],
  ["auth", "conversations", "models", "settings", "limits", "usage"],
  ["turns", "api", "accounts"],
  ["http"],
  ["components"],
  ["app"],
] as const;

/** What lib is free of, and the one file that may read the session's headers through Next. */
const platform = /^(react|react-dom|next)(\/|$)/;
const platformExceptions: Record<string, string> = { "lib/auth/session-headers.ts": "next/headers" };

/** What speaks to the database. */
const databasePackages = /^(@prisma\/|prisma$|@libsql\/)/;

/** Longest file, in lines. */
const maxLines = 300;

/** Where a file stands: a room of lib, components, app, or one of the files at the top that Next starts with. */
export type Place = { step: number; room: string };

/** One import, with both ends known. `to` is a path in the tree, or null for a package. */
export type Import = {
  from: string;
  line: number;
  /** as written */
  specifier: string;
  to: string | null;
  /** a type only: nothing of it is left when the program runs */
  typeOnly: boolean;
};

/** The place of a path; null when it is none of ours. */
export function placeOf(path: string): Place | null {
  const [top = "", second = ""] = path.split("/");
  const room = top === "lib" ? second.replace(/\.ts$/, "") : /^(proxy|instrumentation)\.ts$/.test(path) ? "app" : top;
  const step = steps.findIndex((rooms) => (rooms as readonly string[]).includes(room));
  return step < 0 ? null : { step, room };
}

const isSchema = (path: string) => /^lib\/[^/]+\/([a-z]+-)*schema\.ts$/.test(path);
const isLib = (path: string) => path.startsWith("lib/");
const isIndex = (path: string) => /(^|\/)index\.tsx?$/.test(path);

type ImportRule = { says: string; isBroken: (edge: Import) => boolean };
const stepOf = (path: string | null) => (path === null ? undefined : placeOf(path)?.step);
const roomOf = (path: string | null) => (path === null ? undefined : placeOf(path)?.room);

/** Rules about one import each. */
export const importRules: ImportRule[] = [
  {
    says: "lib never imports app/, components/, react, react-dom or next/* (only lib/auth/session-headers.ts reads next/headers)",
    isBroken: ({ from, to, specifier }) =>
      isLib(from) &&
      (to === null
        ? platform.test(specifier) && platformExceptions[from] !== specifier
        : /^(app|components)\//.test(to)),
  },
  {
    says: "imports go down the steps: env, errors <- telemetry <- db <- auth, conversations, models, settings, limits, usage <- turns, api, accounts <- http <- components <- app",
    isBroken: ({ from, to }) => (stepOf(to) ?? -1) > (stepOf(from) ?? 0),
  },
  {
    says: "rooms on one step import of each other only schema.ts or *-schema.ts",
    isBroken: ({ from, to }) =>
      to !== null && stepOf(from) === stepOf(to) && roomOf(from) !== roomOf(to) && !isSchema(to),
  },
  {
    says: "components import from lib only lib/<room>/schema or *-schema, and lib/errors as a type",
    isBroken: ({ from, to, typeOnly }) =>
      roomOf(from) === "components" &&
      to !== null &&
      isLib(to) &&
      !isSchema(to) &&
      !(to === "lib/errors.ts" && typeOnly),
  },
  {
    says: "app never imports lib/db or the database's packages; only instrumentation.ts, where the process starts, may",
    isBroken: ({ from, to, specifier }) =>
      ["app", "components"].includes(roomOf(from) ?? "") &&
      from !== "instrumentation.ts" &&
      (roomOf(to) === "db" || (to === null && databasePackages.test(specifier))),
  },
  {
    says: "nobody imports from a barrel (index.ts)",
    isBroken: ({ to }) => to !== null && isIndex(to),
  },
  {
    says: "what runs in production imports only lib/, components/, app/ and messages/",
    isBroken: ({ to }) => to !== null && placeOf(to) === null && !/^messages\/[^/]+\.json$/.test(to),
  },
];

/** A file as the rules about files see it. */
export type FileFacts = { path: string; lines: number; environmentLines: number[] };

type FileRule = { says: string; brokenAt: (file: FileFacts) => number[] };

/** Rules about one file each; they give the lines that break them. */
export const fileRules: FileRule[] = [
  { says: "no barrels: name the file after what it holds", brokenAt: ({ path }) => (isIndex(path) ? [1] : []) },
  {
    says: "each file under lib/ stands in a room that has a step",
    brokenAt: ({ path }) => (isLib(path) && placeOf(path) === null ? [1] : []),
  },
  {
    says: `no file over ${maxLines} lines: look for the missing noun`,
    brokenAt: ({ lines }) => (lines > maxLines ? [maxLines + 1] : []),
  },
  {
    says: "in lib only lib/env.ts reads process.env",
    brokenAt: ({ path, environmentLines }) => (isLib(path) && path !== "lib/env.ts" ? environmentLines : []),
  },
];
