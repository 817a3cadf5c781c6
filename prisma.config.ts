import { defineConfig } from "prisma/config";

// `generate`, `validate` and `format` need no schema engine, but Prisma looks for its binary all the
// same and would download it. Any executable that exists satisfies the look; Node itself always does.
if (["generate", "validate", "format"].includes(process.argv[2] ?? "")) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
