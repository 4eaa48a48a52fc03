// HTTPX's retries: of the connection alone, so that no request is ever sent twice.

import { setTimeout as sleep } from "node:timers/promises";
import { ConnectError, ConnectTimeout } from "../errors.js";

// 0, 500, 1,000, 2,000 … ms, as httpcore.
const FIRST_PAUSE_MS = 500;

export async function retryConnect<T>(
  retries: number,
  signal: AbortSignal,
  connect: () => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await connect();
    } catch (error) {
      const isWorthIt = error instanceof ConnectError || error instanceof ConnectTimeout;
      if (!isWorthIt || failures >= retries) throw error;
      await sleep(failures === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (failures - 1), undefined, { signal });
    }
  }
}
