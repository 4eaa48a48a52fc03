// The connections to one origin, as a pool sorts them.

import type { Connection } from "./connection.js";
import type { Attempt } from "./opening.js";

export interface Bucket {
  /** Connections without a request, the latest used last. */
  readonly idle: Connection[];
  /** Connections with requests that can carry more: HTTP/2. */
  readonly shared: Connection[];
  /** An attempt that may end in HTTP/2, so that others may wait for it too. */
  joinable: Attempt | undefined;
  /** HTTP/2 was hoped for, and HTTP/1.1 came. */
  isExclusive: boolean;
}

export function emptyBucket(): Bucket {
  return { idle: [], shared: [], joinable: undefined, isExclusive: false };
}

export function isUnused({ idle, shared, joinable }: Bucket): boolean {
  return idle.length === 0 && shared.length === 0 && joinable === undefined;
}

/** Puts a connection with requests among the shared ones, or takes it out; whether it has room for more. */
export function share({ shared }: Bucket, connection: Connection): boolean {
  const hasRoom = connection.active < connection.capacity;
  const at = shared.indexOf(connection);
  if (hasRoom && at < 0) shared.push(connection);
  if (!hasRoom && at >= 0) shared.splice(at, 1);
  return hasRoom;
}

/** The connection that has been idle for longest. */
export function oldestIdle(buckets: Iterable<Bucket>): Connection | undefined {
  let oldest: Connection | undefined;
  for (const { idle } of buckets) {
    const candidate = idle[0];
    if (candidate !== undefined && (oldest === undefined || candidate.restedAt < oldest.restedAt))
      oldest = candidate;
  }
  return oldest;
}

/** Whether it was there. */
export function takeOut(connections: Connection[], connection: Connection): boolean {
  const at = connections.indexOf(connection);
  if (at < 0) return false;
  connections.splice(at, 1);
  return true;
}
