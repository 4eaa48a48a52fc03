// One listener for each signal, however many calls it may end: the platform warns of a leak at the eleventh, and a batch
// of calls often shares a signal.

interface Watch {
  readonly listeners: Set<() => void>;
  readonly onAbort: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/** Calls `listener` when the signal aborts. */
export function addAbortListener(signal: AbortSignal, listener: () => void): void {
  const known = watches.get(signal);
  if (known !== undefined) {
    known.listeners.add(listener);
    return;
  }
  const listeners = new Set([listener]);
  const onAbort = (): void => {
    for (const each of listeners) each();
  };
  watches.set(signal, { listeners, onAbort });
  signal.addEventListener("abort", onAbort);
}

/** The last one takes everything with it. */
export function removeAbortListener(signal: AbortSignal, listener: () => void): void {
  const watch = watches.get(signal);
  if (watch === undefined) return;
  watch.listeners.delete(listener);
  if (watch.listeners.size > 0) return;
  watches.delete(signal);
  signal.removeEventListener("abort", watch.onAbort);
}
