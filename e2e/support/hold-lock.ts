// A process of its own that holds a database file until its input ends: `node hold-lock.ts <file> <writer|reader>`.
// With "count <sql>" as its third argument it prints what the query counts, and ends.
import { LocalConnection } from "../../lib/db/local-connection.ts";

const [file = "", kind = "writer", sql] = process.argv.slice(2);
const connection = new LocalConnection(file, 5000);
if (kind === "count") {
  process.stdout.write(String(connection.run(sql ?? "").rows[0]?.[0]));
  connection.close();
} else {
  if (kind === "writer") connection.beginToWrite();
  else {
    connection.run("BEGIN");
    connection.run(`SELECT COUNT(*) FROM "User"`);
  }
  process.stdout.write("held");
  process.stdin.resume().on("end", () => {
    connection.run("ROLLBACK");
    connection.close();
  });
}
