// Whether a request may silently be sent once more, because the connection it was given turned out to be dead.

import type { Request } from "../request.js";
import { type Connection, NOT_PROCESSED } from "./connection.js";
import { isIdempotent } from "./idempotence.js";
import { codeOf } from "./network-errors.js";
import { isRepeatable } from "./upload.js";

/** For a request of whose response nothing has come. */
export function mayRepeat(
  request: Request,
  bodyWasOpened: boolean,
  connection: Connection,
  error: unknown,
): boolean {
  const isReplayable = isRepeatable(request.body) || !bodyWasOpened;
  const isReused = connection.served > 1;
  if (codeOf(error) === NOT_PROCESSED) return isReplayable && (isReused || connection.isMultiplexed);
  return isReused && isReplayable && isIdempotent(request.method) && isDisconnection(error);
}

const DISCONNECTED: ReadonlySet<string> = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE", "ECONNABORTED"]);

/** Whether the other side is gone, rather than wrong. */
export function isDisconnection(error: unknown): boolean {
  return DISCONNECTED.has(codeOf(error) ?? "");
}
