/**
 * Ends the stack of an error with who waits for the call. Sockets and timers tell of failures, and a call that is awaited
 * begins in a turn of its own, so that the stack itself ends there. Called by `below`, an async function, whose own frame
 * and what is above it are left out.
 */
export function addCaller(error: unknown, below: (...args: never[]) => unknown): void {
  if (!(error instanceof Error)) return;
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, below);
  // Frames of Node's own say nothing, and some that map sources leave out which frames are asynchronous.
  const frames = here.stack?.match(/^ +at (?!process\.processTicks).*/gm) ?? [];
  const [first] = frames;
  if (first !== undefined && error.stack?.includes(first) === false) error.stack += `\n${frames.join("\n")}`;
}

/** Rejects a turn later, when whoever awaits the call is known. */
export async function rejected(error: unknown): Promise<never> {
  await undefined;
  addCaller(error, rejected);
  throw error;
}
