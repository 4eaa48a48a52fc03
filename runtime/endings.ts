// How a call ends before its time: the caller's signal, and the deadline of `timeout.total`. Transports that watch both
// themselves need nothing of this; for all others, and for waits of our own, the client watches.

import { addAbortListener, removeAbortListener } from "./abort-listeners.js";
import { describeRequest, RequestAborted, TotalTimeout } from "./errors.js";
import type { Request } from "./request.js";
import type { ByteStream } from "./streams.js";
import { LONGEST_TIMER_MS } from "./timeouts.js";

/** Whether there is anything to watch. */
export function canEnd({ context }: Request): boolean {
  return context.signal !== undefined || context.deadline !== undefined;
}

/** Throws when the call is over already. */
export function assertNotEnded(request: Request): void {
  const { signal, deadline } = request.context;
  if (signal?.aborted) throw aborted(request, signal);
  if (deadline !== undefined && performance.now() >= deadline) throw timedOut(request);
}

/** The result of `work`, or the end of the call, whichever is first. A result that comes too late goes to `discard`. */
export function untilEnd<T>(request: Request, work: Promise<T>, discard?: (late: T) => void): Promise<T> {
  const { signal, deadline } = request.context;
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const finish = (): void => {
      isOver = true;
      clearTimeout(timer);
      if (signal !== undefined) removeAbortListener(signal, onAbort);
    };
    const end = (error: Error): void => {
      finish();
      reject(error);
    };
    const onAbort = (): void => {
      if (signal !== undefined) end(aborted(request, signal));
    };
    // Timers count whole milliseconds, and may be early by a part of one.
    const onTime = (): void => end(timedOut(request));
    if (deadline !== undefined)
      timer = setTimeout(onTime, Math.min(Math.ceil(deadline - performance.now()), LONGEST_TIMER_MS));
    if (signal?.aborted) onAbort();
    else if (signal !== undefined) addAbortListener(signal, onAbort);
    work.then(
      (value) => {
        if (isOver) return discard?.(value);
        finish();
        resolve(value);
      },
      (error) => {
        if (isOver) return;
        finish();
        reject(error);
      },
    );
  });
}

/** Waits, unless the call ends first. */
export function pause(request: Request, delayMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(delayMs, LONGEST_TIMER_MS));
  });
  if (!canEnd(request)) return timeUp;
  return untilEnd(request, timeUp).finally(() => clearTimeout(timer));
}

/** A body that breaks off when the call ends. */
export function endingStream(request: Request, stream: ByteStream): ByteStream {
  const guarded: ByteStream = {
    async *[Symbol.asyncIterator]() {
      const iterator = stream[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { done, value } = await untilEnd(request, iterator.next());
          if (done) return;
          yield value;
        }
      } finally {
        // Not awaited: it may be stuck in the very wait that this one left.
        iterator.return?.().catch(() => {});
      }
    },
    close: () => stream.close(),
  };
  return guarded;
}

function aborted(request: Request, signal: AbortSignal): RequestAborted {
  return new RequestAborted(`${describeRequest(request)}: aborted by the caller's signal.`, {
    request,
    cause: signal.reason,
  });
}

function timedOut(request: Request): TotalTimeout {
  const total = request.extensions.timeout?.total;
  return new TotalTimeout(
    `${describeRequest(request)}: not finished within timeout.total${total ? ` of ${total} ms` : ""}.`,
    {
      request,
    },
  );
}
