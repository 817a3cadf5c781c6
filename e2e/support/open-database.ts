import { type Client, createClient } from "@libsql/client";

/** Opens the database of a running site, to read or change it beside the site; whoever opens it closes it. */
export async function openDatabase(url: string): Promise<Client> {
  const client = createClient({ url });
  // the site writes meanwhile; a server waits by itself
  if (url.startsWith("file:")) await client.execute("PRAGMA busy_timeout = 5000");
  return client;
}
