// A socket that we opened and undici uses: how it gets it, and what it is told of its end.

import type { Socket } from "node:net";
import { NOT_PROCESSED } from "./connection.js";
import { codeOf, isFromOpenSSL } from "./network-errors.js";

type Connector = (options: object, callback: (error: Error | null, socket: Socket | null) => void) => void;

/**
 * undici takes a reset for the end of a body that ends with the connection, even if its reader has paused it or is gone,
 * which it then asserts not to be. So it is not shown that code; whoever is told of the failure is, when the socket closes.
 */
export function hideResets(socket: Socket): () => void {
  let hidden: Error | undefined;
  // Before undici's own listener.
  socket.on("error", (error) => {
    if (codeOf(error) === "ECONNRESET") hidden = withCode(error, "UND_ERR_SOCKET");
    // An alert comes with a FIN, of which undici would make a server that left without a reason.
    if (isFromOpenSSL(error)) socket.destroy(error);
  });
  return () => {
    if (hidden !== undefined) withCode(hidden, "ECONNRESET");
  };
}

/** A connector that gives away one socket, once. When that is gone, what was not written yet must go elsewhere. */
export function handOver(socket: Socket): Connector {
  let isGiven = false;
  return (_options, callback) => {
    const error = isGiven || socket.destroyed ? notProcessed() : null;
    isGiven = true;
    // undici expects the answer later, never at once.
    queueMicrotask(() => callback(error, error === null ? socket : null));
  };
}

function notProcessed(): Error {
  return withCode(new Error("The connection was closed before the request was written."), NOT_PROCESSED);
}

/** Without an error, undici would take it for the end of a body that ends with the connection. */
export function givenUp(): Error {
  return withCode(new Error("The connection was given up."), "UND_ERR_SOCKET");
}

function withCode(error: Error, code: string): Error {
  return Object.assign(error, { code });
}
