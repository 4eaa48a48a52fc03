// HTTP CONNECT (RFC 9110 §9.3.6): a tunnel through a proxy.

import type { Duplex } from "node:stream";
import type { Origin } from "./origin.js";
import { readHead } from "./socket-reader.js";

/** Asks the proxy for a tunnel; rejects with a plain error whose message says what it answered. */
export async function openTunnel(
  socket: Duplex,
  target: Origin,
  proxyHeaders: readonly string[],
): Promise<void> {
  let head = `CONNECT ${target.authority} HTTP/1.1\r\nHost: ${target.authority}\r\n`;
  if (!proxyHeaders.some((name, at) => at % 2 === 0 && name.toLowerCase() === "accept"))
    head += "Accept: */*\r\n";
  for (let at = 0; at < proxyHeaders.length; at += 2)
    head += `${proxyHeaders[at]}: ${proxyHeaders[at + 1]}\r\n`;
  socket.write(`${head}\r\n`, "latin1");
  for (;;) {
    const answer = await readHead(socket);
    const [, status, reason] = /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?\r?\n/.exec(answer) ?? [];
    if (status === undefined) throw new Error("its answer is not HTTP");
    // RFC 9110 §15.2: what is said in the meantime; the answer follows, or the connect timeout.
    if (status.startsWith("1")) continue;
    if (status.startsWith("2")) return;
    throw new Error(`${status} ${reason ?? ""}`.trim());
  }
}
