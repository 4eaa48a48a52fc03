// A pool over all origins, with what undici's pools lack: one limit for all, a FIFO queue with a wait that can end,
// a limit on idle connections, and eviction of an idle connection when another origin needs its place.
// It knows neither sockets nor HTTP: `open` makes the connections, and whoever waits is told.

import type { Limits } from "../limits.js";
import { Attempts } from "./attempts.js";
import { type Bucket, emptyBucket, isUnused, oldestIdle, share, takeOut } from "./bucket.js";
import type { Connection } from "./connection.js";
import type { Attempt, Open, Waiter } from "./opening.js";
import type { Origin } from "./origin.js";
import type { PoolStats } from "./pool-stats.js";

export class Pool {
  readonly #maxConnections: number;
  readonly #maxIdle: number;
  /** Whether a connection to this origin may carry several requests. */
  readonly #mayShare: (origin: Origin) => boolean;
  readonly #buckets = new Map<Origin, Bucket>();
  readonly #connections = new Set<Connection>();
  readonly #attempts: Attempts;
  readonly #queue = new Set<Waiter>();
  #idle = 0;
  /** Counts the times a connection became idle: an order without a clock. */
  #rests = 0;

  constructor(limits: Limits, open: Open, mayShare: (origin: Origin) => boolean) {
    // What expires at once is not kept at all.
    this.#maxIdle = limits.keepaliveExpiry === 0 ? 0 : limits.maxKeepaliveConnections;
    this.#maxConnections = limits.maxConnections;
    this.#attempts = new Attempts(open, {
      opened: (attempt, connection, waiters) => this.#opened(attempt, connection, waiters),
      failed: (attempt, error, waiters) => {
        this.#forget(attempt);
        for (const each of waiters) each.refused(error);
        this.#serve();
      },
    });
    this.#mayShare = mayShare;
  }

  stats(): PoolStats {
    const connections = this.#connections.size + this.#attempts.count;
    return { active: connections - this.#idle, idle: this.#idle, queued: this.#queue.size, connections };
  }

  /** Finds a connection for `waiter`: now, when one is opened, or when one becomes free. */
  acquire(waiter: Waiter): void {
    const bucket = this.#bucketOf(waiter.origin);
    const idle = bucket.idle.pop();
    if (idle !== undefined) {
      this.#idle -= 1;
      this.#assign(idle, bucket, waiter);
      return;
    }
    if (!this.#tryPlace(waiter, bucket)) {
      this.#queue.add(waiter);
      waiter.queued();
    }
  }

  /** `waiter` no longer waits. */
  cancel(waiter: Waiter): void {
    if (this.#queue.delete(waiter)) return;
    const attempt = this.#attempts.leave(waiter);
    if (attempt === undefined) return;
    const heir = this.#firstFor(attempt.origin);
    if (heir !== undefined) {
      this.#queue.delete(heir);
      this.#attempts.join(heir, attempt);
      return;
    }
    this.#attempts.abort(attempt);
    this.#forget(attempt);
    this.#serve();
  }

  /** A request on `connection` is over, and the connection lives on. */
  release(connection: Connection): void {
    connection.active -= 1;
    if (!this.#connections.has(connection)) {
      if (connection.active === 0) connection.destroy();
      return;
    }
    const bucket = this.#bucketOf(connection.origin);
    if (connection.capacity === 0) {
      // It takes no more requests: GOAWAY, or the end of HTTP/1.1's "Connection: close".
      this.remove(connection);
      if (connection.active === 0) connection.destroy();
      return;
    }
    if (connection.active > 0) {
      this.#reshare(connection, bucket);
      return;
    }
    if (this.#queue.size === 0) {
      const follower = this.#takeFollower(bucket);
      if (follower !== undefined) {
        this.#assign(connection, bucket, follower);
        return;
      }
      this.#makeIdle(connection, bucket);
      this.#trim();
      return;
    }
    const next = first(this.#queue);
    if (next !== undefined && next.origin === connection.origin) {
      this.#queue.delete(next);
      this.#assign(connection, bucket, next);
      return;
    }
    this.#makeIdle(connection, bucket);
    this.#serve();
  }

  /** `connection` may now carry more requests than before, or fewer. */
  capacityChanged(connection: Connection): void {
    if (!this.#connections.has(connection)) return;
    if (connection.capacity === 0) {
      this.remove(connection);
      if (connection.active === 0) connection.destroy();
    } else if (connection.active > 0) {
      this.#reshare(connection, this.#bucketOf(connection.origin));
    }
  }

  /** `connection` is closed, or must not be used again. Whatever is under way on it goes on. */
  remove(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    const bucket = this.#bucketOf(connection.origin);
    if (takeOut(bucket.idle, connection)) this.#idle -= 1;
    takeOut(bucket.shared, connection);
    this.#dropBucket(connection.origin, bucket);
    this.#serve();
  }

  /** Closes the idle connections to `origin`: one of them was dead, so the others may be. */
  dropIdle(origin: Origin): void {
    for (const connection of [...this.#bucketOf(origin).idle]) this.#close(connection);
  }

  /** Closes everything. Nobody must wait any more. */
  close(): void {
    this.#attempts.abortAll();
    this.#queue.clear();
    for (const connection of [...this.#connections]) this.#close(connection);
    this.#buckets.clear();
  }

  #bucketOf(origin: Origin): Bucket {
    let bucket = this.#buckets.get(origin);
    if (bucket === undefined) {
      bucket = emptyBucket();
      this.#buckets.set(origin, bucket);
    }
    return bucket;
  }

  // Crawlers meet many origins. That an origin speaks only HTTP/1.1 is worth remembering while it is in use.
  #dropBucket(origin: Origin, bucket: Bucket): void {
    if (isUnused(bucket) && this.#buckets.size > this.#connections.size + this.#attempts.count)
      this.#buckets.delete(origin);
  }

  #tryPlace(waiter: Waiter, bucket: Bucket): boolean {
    const shared = bucket.shared.at(-1);
    if (shared !== undefined) {
      this.#assign(shared, bucket, waiter);
      return true;
    }
    if (bucket.joinable !== undefined) {
      this.#attempts.join(waiter, bucket.joinable);
      return true;
    }
    if (this.#connections.size + this.#attempts.count >= this.#maxConnections) {
      const idle = this.#oldestIdle();
      if (idle === undefined) return false;
      // Not `#close`: that would serve the queue with the place that is meant for this waiter.
      this.#connections.delete(idle);
      const other = this.#bucketOf(idle.origin);
      takeOut(other.idle, idle);
      this.#idle -= 1;
      this.#dropBucket(idle.origin, other);
      idle.destroy();
    }
    this.#connect(waiter, bucket);
    return true;
  }

  #hasPlace(origin: Origin): boolean {
    const bucket = this.#bucketOf(origin);
    return (
      this.#idle > 0 ||
      this.#connections.size + this.#attempts.count < this.#maxConnections ||
      bucket.shared.length > 0 ||
      bucket.joinable !== undefined
    );
  }

  #assign(connection: Connection, bucket: Bucket, waiter: Waiter): void {
    connection.active += 1;
    connection.served += 1;
    if (connection.isMultiplexed) this.#reshare(connection, bucket);
    waiter.assigned(connection);
  }

  /** A connection with requests has room for more, or none any more: the next who waits for it gets it. */
  #reshare(connection: Connection, bucket: Bucket): void {
    if (!share(bucket, connection)) return;
    const queued = this.#queue.size === 0 ? undefined : this.#firstFor(connection.origin);
    if (queued !== undefined) this.#queue.delete(queued);
    const next = queued ?? this.#takeFollower(bucket);
    if (next !== undefined) this.#assign(connection, bucket, next);
  }

  /** One who waits for a connection that is opened for another, which may take long, or fail. */
  #takeFollower({ joinable }: Bucket): Waiter | undefined {
    return joinable === undefined ? undefined : this.#attempts.takeFollower(joinable);
  }

  #connect(waiter: Waiter, bucket: Bucket): void {
    const attempt = this.#attempts.start(waiter);
    if (!bucket.isExclusive && this.#mayShare(waiter.origin)) bucket.joinable = attempt;
  }

  #forget(attempt: Attempt): void {
    const bucket = this.#bucketOf(attempt.origin);
    if (bucket.joinable === attempt) bucket.joinable = undefined;
    this.#dropBucket(attempt.origin, bucket);
  }

  #opened(attempt: Attempt, connection: Connection, waiters: readonly Waiter[]): void {
    this.#connections.add(connection);
    const bucket = this.#bucketOf(attempt.origin);
    if (bucket.joinable === attempt) bucket.joinable = undefined;
    bucket.isExclusive = !connection.isMultiplexed;
    // Whoever does not fit begins anew, before those who came later.
    const rest = waiters.slice(1);
    const [owner] = waiters;
    if (owner !== undefined) this.#assign(connection, bucket, owner);
    for (const waiter of rest) {
      if (connection.active < connection.capacity && this.#connections.has(connection)) {
        this.#assign(connection, bucket, waiter);
      } else {
        this.acquire(waiter);
      }
    }
  }

  #makeIdle(connection: Connection, bucket: Bucket): void {
    if (bucket.shared.length > 0) takeOut(bucket.shared, connection);
    this.#rests += 1;
    connection.restedAt = this.#rests;
    bucket.idle.push(connection);
    this.#idle += 1;
    connection.rest();
  }

  /** Closes what is idle beyond the limit. */
  #trim(): void {
    while (this.#idle > this.#maxIdle) {
      const idle = this.#oldestIdle();
      if (idle === undefined) return;
      this.#close(idle);
    }
  }

  // A scan over the origins, but only at a limit.
  #oldestIdle(): Connection | undefined {
    return oldestIdle(this.#buckets.values());
  }

  #close(connection: Connection): void {
    this.remove(connection);
    connection.destroy();
  }

  /** Gives the places that became free to those who have waited longest. */
  #serve(): void {
    for (let next = first(this.#queue); next !== undefined; next = first(this.#queue)) {
      if (!this.#hasPlace(next.origin)) return;
      this.#queue.delete(next);
      this.acquire(next);
    }
  }

  #firstFor(origin: Origin): Waiter | undefined {
    for (const waiter of this.#queue) if (waiter.origin === origin) return waiter;
    return undefined;
  }
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  for (const item of set) return item;
  return undefined;
}
