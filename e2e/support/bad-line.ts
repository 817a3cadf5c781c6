import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Random } from "./random.ts";

/** What a line does to everything that goes over it, in either direction. */
export type LineQuality = {
  bitsPerSecond: number;
  /** there and back, in milliseconds */
  roundTrip: number;
  /** segments of a hundred that are lost, and sent again when nobody confirmed them */
  lossPercent: number;
};

/** A line between a browser and the servers it asks for. */
export type BadLine = {
  /** for a browser's `proxy` */
  proxy: { server: string; bypass: string };
  /** from now on; until then the line adds nothing */
  setQuality: (quality: LineQuality | null) => void;
  /** since the start */
  lostSegments: () => number;
  close: () => Promise<void>;
};

/** What a segment of TCP holds on an Ethernet. */
const segmentBytes = 1460;
/** What a connection may have under way before its sender is held up. */
const maxUnderWay = 64 * 1024;

/**
 * Starts a SOCKS proxy that is as a bad line is for those who speak TCP over it: slow in both directions, shared by all
 * connections, far, and with losses, which delay the lost segment by a retransmission timeout and keep everything
 * behind it waiting.
 */
export async function startBadLine(random: Random): Promise<BadLine> {
  let quality: LineQuality | null = null;
  let lost = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const directions = { up: { freeAt: 0 }, down: { freeAt: 0 } };

  /** When a segment that leaves now is there; each direction carries one after the other. */
  function arrival(direction: { freeAt: number }, bytes: number): number {
    const now = performance.now();
    if (!quality) return now;
    direction.freeAt = Math.max(now, direction.freeAt) + (bytes * 8000) / quality.bitsPerSecond;
    const isLost = random.whole(1, 100) <= quality.lossPercent;
    if (isLost) lost += 1;
    // the sender waits for a confirmation that doesn't come, and somewhat longer, and sends it again
    return direction.freeAt + quality.roundTrip * (isLost ? 2 : 0.5);
  }

  function carry(from: Socket, to: Socket, direction: { freeAt: number }): void {
    const underWay: { at: number; bytes: number; deliver: () => void }[] = [];
    let bytesUnderWay = 0;
    let timer: NodeJS.Timeout | undefined;
    const arm = () => {
      const [first] = underWay;
      if (timer || !first) return;
      timer = setTimeout(deliverDue, Math.max(0, first.at - performance.now()));
    };
    const deliverDue = () => {
      timer = undefined;
      while (underWay[0] && underWay[0].at <= performance.now()) {
        const { bytes, deliver } = underWay[0];
        underWay.shift();
        bytesUnderWay -= bytes;
        deliver();
      }
      if (bytesUnderWay < maxUnderWay) from.resume();
      arm();
    };
    const send = (bytes: number, deliver: () => void) => {
      // what comes early waits for what was sent before it
      const at = Math.max(underWay.at(-1)?.at ?? 0, arrival(direction, bytes));
      bytesUnderWay += bytes;
      underWay.push({ at, bytes, deliver });
      arm();
    };
    from.on("data", (data: Buffer) => {
      for (let start = 0; start < data.length; start += segmentBytes) {
        const segment = data.subarray(start, start + segmentBytes);
        send(segment.length, () => to.write(segment));
      }
      if (bytesUnderWay >= maxUnderWay) from.pause();
    });
    from.on("end", () => send(0, () => to.end()));
    from.on("close", () => send(0, () => to.destroy()));
  }

  const server = createServer(async (client) => {
    keep(client);
    const target = await greet(client).catch(() => null);
    if (!target) return client.destroy();
    const remote = connect(target);
    keep(remote);
    remote.once("error", () => client.destroy());
    remote.once("connect", () => {
      client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      carry(client, remote, directions.up);
      carry(remote, client, directions.down);
      client.resume();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    proxy: { server: `socks5://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: "<-loopback>" },
    setQuality: (next) => {
      quality = next;
    },
    lostSegments: () => lost,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Where a SOCKS 5 client wants to go (RFC 1928, without authentication). The socket is paused afterwards. */
async function greet(client: Socket): Promise<{ host: string; port: number }> {
  const read = async (): Promise<Buffer> => {
    const [data] = (await once(client, "data")) as [Buffer];
    return data;
  };
  const hello = await read();
  if (hello[0] !== 5) throw new Error("not SOCKS 5");
  client.write(Buffer.from([5, 0]));
  const request = await read();
  client.pause();
  const [, command, , kind] = request;
  if (command !== 1) throw new Error("only CONNECT is known");
  const port = request.readUInt16BE(request.length - 2);
  if (kind === 3) return { host: request.subarray(5, 5 + (request[4] ?? 0)).toString(), port };
  if (kind === 1) return { host: request.subarray(4, 8).join("."), port };
  throw new Error(`address of kind ${kind} is not known`);
}
