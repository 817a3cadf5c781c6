// Plain JavaScript without imports, so that it also runs on the old Node it has to complain about.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Switchboard needs Node 22.18 or newer to run; this is ${process.versions.node}.\n` +
      "`npm install` brings a private copy of Node 24 along (an optional dependency). It is missing here:\n" +
      "run `npm install` again without --ignore-scripts and --omit=optional, or install a newer Node.",
  );
  process.exit(1);
}
