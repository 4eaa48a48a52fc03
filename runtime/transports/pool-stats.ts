/** Counts of a transport's connections, and of the requests that wait for one. */
export interface PoolStats {
  /** Connections with a request under way, or being opened. */
  readonly active: number;
  /** Open connections without a request. */
  readonly idle: number;
  /** Requests that wait for a connection to become free. */
  readonly queued: number;
  /** All connections. */
  readonly connections: number;
}
