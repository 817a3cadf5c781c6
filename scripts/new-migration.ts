// Writes prisma/migrations/<time>_<name>/migration.sql: what brings a database with all migrations so far to
// prisma/schema.prisma. Prisma's own `migrate dev` needs a native engine that it downloads; the same engine comes
// as WebAssembly in a package, and does this on a scratch file.
//   npm run migration -- add_presets
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { migrate, readMigrations } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";

const folder = "prisma/migrations";
const schemaPath = "prisma/schema.prisma";
const versionFile = "lib/db/schema-version.ts";
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Name the migration in small letters, digits and underscores: npm run migration -- add_presets");
  process.exit(1);
}

const scratch = mkdtempSync(path.join(tmpdir(), "migration-"));
try {
  const url = `file:${path.join(scratch, "scratch.db")}`;
  const client = openClient(url);
  await migrate(client, readMigrations(folder));
  client.close();
  const sql = await difference(url, readFileSync(schemaPath, "utf8"));
  if (!sql.trim() || sql.includes("This is an empty migration")) {
    console.log("The schema holds nothing that the migrations do not.");
  } else {
    const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const target = path.join(folder, `${time}_${name}`);
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, "migration.sql"), sql);
    const version = readFileSync(versionFile, "utf8").replace(/"\d{14}_\w+"/, `"${time}_${name}"`);
    writeFileSync(versionFile, version);
    console.log(
      `Wrote ${target}/migration.sql. Read it before you commit it: the version that runs now has to run on it, too, ` +
        "so what it uses is taken away one release later, with the oldest version that may run then in SchemaVersion " +
        "(docs/decisions/026-data-safety.md).",
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The SQL that turns the database at `url` into the given schema. */
async function difference(url: string, schema: string): Promise<string> {
  const module = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = module.replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": glue as never });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url }));
  const engine = await glue.SchemaEngine.new({ datamodels: [[schemaPath, schema]] }, () => {}, factory);
  const { stdout } = await engine.diff({
    from: { tag: "schemaDatasource", files: [{ path: schemaPath, content: schema }], configDir: "." },
    to: { tag: "schemaDatamodel", files: [{ path: schemaPath, content: schema }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? "";
}
