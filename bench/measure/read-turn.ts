import { Agent, type IncomingMessage, request } from "node:http";
import { createGunzip, constants as zlib } from "node:zlib";
import type { TurnCall } from "../site.ts";
import { now } from "./clock.ts";

/** How to read a target's stream: the text in a line, and what occurs once per piece of text. */
export type Dialect = { textOf: (line: string) => string | null; marker: string };

/** One answer as it arrived; times in milliseconds of the monotonic clock. */
export type Reading = {
  status: number;
  sentAt: number;
  /** when the first text was there; 0 for none */
  firstAt: number;
  endedAt: number;
  /** pieces of text */
  pieces: number;
  /** empty where pieces were only counted, as are `arrivals` */
  text: string;
  /** [time, characters, ...] of each piece */
  arrivals: number[];
};

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: "lifo" });

type Call = Omit<TurnCall, "body"> & { /** null to ask, and send nothing */ body: string | null };

/** Sends a turn; the caller reads the response. Compressed streams are asked for, as every browser does. */
export function send(base: string, { path, headers, body }: Call): Promise<IncomingMessage> {
  const bytes = Buffer.from(body ?? "");
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), {
      method: body === null ? "GET" : "POST",
      agent,
      headers: {
        ...(body !== null && { "content-type": "application/json", "content-length": bytes.length }),
        "accept-encoding": "gzip",
        ...headers,
      },
    });
    sent.once("response", resolve);
    sent.once("error", reject);
    sent.end(bytes);
  });
}

/** Sends a turn and reads the answer to its end, every piece with its time. */
export function readTurn(base: string, call: Call, { textOf }: Dialect): Promise<Reading> {
  const decoder = new TextDecoder();
  let rest = "";
  return read(base, call, (bytes, time, reading) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const text = textOf(line);
      if (text === null || text === "") continue;
      reading.pieces += 1;
      reading.firstAt ||= time;
      reading.text += text;
      reading.arrivals.push(time, text.length);
    }
  });
}

/** Follows a turn that runs already, as `readTurn` reads the answer to its own request. */
export function followTurn(base: string, call: Omit<TurnCall, "body">, dialect: Dialect): Promise<Reading> {
  return readTurn(base, { ...call, body: null }, dialect);
}

/** The same as `readTurn`, but the pieces are only counted: under load this client must cost little. */
export function countTurn(base: string, call: TurnCall, { marker }: Dialect): Promise<Reading> {
  const wanted = Buffer.from(marker);
  let rest: Buffer = Buffer.alloc(0);
  return read(base, call, (bytes, time, reading) => {
    const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    let seen = 0;
    for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, seen)) {
      reading.pieces += 1;
      seen = at + wanted.length;
    }
    if (reading.pieces > 0) reading.firstAt ||= time;
    rest = all.subarray(Math.max(seen, all.length - wanted.length + 1));
  });
}

type OnBytes = (bytes: Buffer, time: number, reading: Reading) => void;

async function read(base: string, call: Call, onBytes: OnBytes): Promise<Reading> {
  const reading: Reading = { status: 0, sentAt: now(), firstAt: 0, endedAt: 0, pieces: 0, text: "", arrivals: [] };
  const response = await send(base, call);
  reading.status = response.statusCode ?? 0;
  for await (const bytes of decoded(response)) onBytes(bytes as Buffer, now(), reading);
  reading.endedAt = now();
  return reading;
}

function decoded(response: IncomingMessage): NodeJS.ReadableStream {
  if (response.headers["content-encoding"] !== "gzip") return response;
  return response.pipe(createGunzip({ flush: zlib.Z_SYNC_FLUSH, finishFlush: zlib.Z_SYNC_FLUSH }));
}
