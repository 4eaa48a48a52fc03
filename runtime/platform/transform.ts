import type { Transform } from "node:stream";

/** Piece in, pieces out, in step: what is yielded is what the bytes so far decode to, and no more is read ahead. */
export async function* throughTransform(
  source: AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array> {
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const settle = (): void => wake?.();
  transform.on("error", (error) => {
    failure = error;
    settle();
  });
  transform.on("readable", settle);
  transform.on("end", settle);
  let idle = true;
  const accept = (): void => {
    idle = true;
    settle();
  };
  // Yields until the transform wants more, or, after the end of the input, until it is done.
  async function* output(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (failure !== undefined) throw failure;
      const piece: Uint8Array | null = transform.read();
      if (piece !== null) {
        if (piece.byteLength > 0) yield piece;
        continue;
      }
      if (isDone()) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
  }
  try {
    for await (const piece of source) {
      idle = false;
      transform.write(piece, accept);
      yield* output(() => idle);
    }
    transform.end();
    yield* output(() => transform.readableEnded);
  } finally {
    transform.destroy();
  }
}
