import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { commandOf, readDockerfile } from "./container/dockerfile.ts";
import { needsPerson } from "./refusal.ts";

// What the files of a deployment have to agree on, with each other and with the scripts.

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The settings of a systemd unit, by their names. */
function unit(file: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const [, name = "", value = ""] of read(`deploy/${file}`).matchAll(/^(\w+)=(.*)$/gm)) {
    settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

test("the service's backup is the site's own user, with the site's settings, data and confinement", () => {
  const site = unit("switchboard.service");
  const backup = unit("switchboard-backup.service");
  const own = ["Description", "Type", "ExecStart"];
  const sites = [...site.keys()].filter((name) => !/^(Restart|TimeoutStop|After|Wants|WantedBy)/.test(name));
  for (const name of new Set([...sites, ...backup.keys()])) {
    if (!own.includes(name)) expect([name, backup.get(name)]).toEqual([name, site.get(name)]);
  }
  expect(site.get("User")).toEqual(["switchboard"]);
});

test("a start that needs a person is not repeated: by systemd for its code, in a container because it does not end", () => {
  expect(unit("switchboard.service").get("RestartPreventExitStatus")).toEqual([String(needsPerson)]);
  const command = readDockerfile(read("Dockerfile"))
    .at(-1)
    ?.instructions.find(({ name }) => name === "CMD");
  expect(command && commandOf(command)).toEqual(["node", "scripts/start.ts", "--stay"]);
  // neither file may put another command in its place
  for (const file of ["compose.yaml", "deploy/compose.fleet.yaml"])
    expect(read(file)).not.toMatch(/start\.ts(?! --stay)/);
});

test("several instances do not start without the secret and the address that they share", () => {
  const fleet = read("deploy/compose.fleet.yaml");
  for (const name of ["BETTER_AUTH_SECRET", "BETTER_AUTH_URL"]) expect(fleet).toContain(`${name}: "\${${name}:?`);
  expect(fleet.match(/<<: \*settings/g)).toHaveLength(fleet.match(/<<: \*instance/g)?.length ?? 0);
  for (const [instance = ""] of read("deploy/Caddyfile").matchAll(/\w+(?=:3000)/g)) {
    expect(fleet).toMatch(new RegExp(`^ {2}${instance}:$`, "m"));
  }
});
