// For a server's `--import`: its clock is wrong by the milliseconds that the file CLOCK_FILE holds. SIGUSR2 has the file
// read again, so that the clock can jump while the server runs; what was read is told in a file beside it, one for each process. Monotonic
// time goes on as it does.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.env.CLOCK_FILE ?? "";
let shift = 0;
const read = () => {
  shift = Number(readFileSync(file, "utf8"));
  writeFileSync(`${file}.${process.pid}`, String(shift));
};
read();
process.on("SIGUSR2", read);

const RightDate = Date;
const now = () => RightDate.now() + shift;
globalThis.Date = new Proxy(RightDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RightDate(now()).toString(),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});
