// Generates the Prisma client. Runs under the system's Node too, so plain JavaScript and no imports of ours.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

// an install of production dependencies into an image copies the sources only later
if (existsSync("prisma/schema.prisma")) {
  const result = spawnSync("npx", ["--no-install", "prisma", "generate", "--no-hints"], {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (result.status !== 0) {
    console.error(result.stdout, result.stderr);
    process.exit(result.status ?? 1);
  }
}
