// SOCKS5 (RFC 1928) with user and password (RFC 1929). Names are resolved by the proxy, for socks5 and socks5h alike,
// as HTTPX does.

import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import type { Origin } from "./origin.js";
import { readBytes } from "./socket-reader.js";

const VERSION = 5;
const NO_AUTH = 0;
const USER_PASSWORD = 2;
const CONNECT = 1;

const refusals: Readonly<Record<number, string>> = {
  1: "general failure",
  2: "not allowed by its rules",
  3: "network unreachable",
  4: "host unreachable",
  5: "connection refused",
  6: "the time to live expired",
  7: "command not supported",
  8: "address type not supported",
};

/** Asks the proxy for a connection; rejects with a plain error whose message says what it answered. */
export async function openSocks(
  socket: Duplex,
  target: Origin,
  auth: readonly [user: string, password: string] | undefined,
): Promise<void> {
  socket.write(
    Buffer.from(auth === undefined ? [VERSION, 1, NO_AUTH] : [VERSION, 2, NO_AUTH, USER_PASSWORD]),
  );
  const [version, method] = await readBytes(socket, 2);
  if (version !== VERSION) throw new Error("it does not speak SOCKS5");
  if (method === USER_PASSWORD && auth !== undefined) await authenticate(socket, auth);
  else if (method !== NO_AUTH) {
    throw new Error(
      auth === undefined ? "it wants a user and a password" : "it refuses our ways to authenticate",
    );
  }
  socket.write(
    Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), address(target.hostname), port(target.port)]),
  );
  const [, reply = 1, , type] = await readBytes(socket, 4);
  if (reply !== 0) throw new Error(refusals[reply] ?? `refusal ${reply}`);
  // The address it is bound to is of no use here, but must be read.
  const length = type === 1 ? 4 : type === 4 ? 16 : ((await readBytes(socket, 1))[0] ?? 0);
  await readBytes(socket, length + 2);
}

async function authenticate(socket: Duplex, auth: readonly [user: string, password: string]): Promise<void> {
  const [user, password] = auth.map((text) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 255) throw new Error("user and password may have 255 bytes each");
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  socket.write(Buffer.concat([Buffer.from([1]), user ?? Buffer.alloc(1), password ?? Buffer.alloc(1)]));
  const [, status] = await readBytes(socket, 2);
  if (status !== 0) throw new Error("it refuses the user and password");
}

function address(hostname: string): Buffer {
  switch (isIP(hostname)) {
    case 4:
      return Buffer.from([1, ...hostname.split(".").map(Number)]);
    case 6:
      return Buffer.concat([Buffer.from([4]), ipv6Bytes(hostname)]);
    default: {
      const name = Buffer.from(hostname);
      return Buffer.concat([Buffer.from([3, name.length]), name]);
    }
  }
}

/** Of an address as `URL` writes it: hexadecimal groups, with one `::` at most. */
function ipv6Bytes(hostname: string): Buffer {
  const [left = [], right] = hostname.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const groups =
    right === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

function port(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}
