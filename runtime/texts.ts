// Text that arrives in pieces: pieces of a given length, and lines.

const isLeadingSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Pieces of exactly `size` code points (as in Python), so that no surrogate pair is split. */
export async function* rechunkText(source: AsyncIterable<string>, size: number): AsyncGenerator<string> {
  let kept = "";
  let keptPoints = 0;
  for await (const piece of source) {
    let start = 0;
    for (let at = 0; at < piece.length; ) {
      const unit = piece.charCodeAt(at);
      at += isLeadingSurrogate(unit) && at + 1 < piece.length ? 2 : 1;
      keptPoints += 1;
      if (keptPoints === size) {
        yield kept + piece.slice(start, at);
        kept = "";
        keptPoints = 0;
        start = at;
      }
    }
    kept += piece.slice(start);
  }
  if (kept !== "") yield kept;
}

/** Lines without their ends: `\n`, `\r\n` or `\r`, also when split over two pieces. No empty line after the last end. */
export async function* splitLines(source: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const lines of lineGroups(source)) yield* lines;
}

/** The same lines, those together that came with one piece: a step for each line costs more than the line. */
export async function* lineGroups(source: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = "";
  let afterReturn = false;
  for await (const piece of source) {
    if (piece === "") continue;
    // The "\r" that ended the piece before was a line end already.
    const text = afterReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    afterReturn = piece.endsWith("\r");
    const lines = text.split(/\r\n|\n|\r/);
    // Added in this order, a long line is put together once, and not with each of its pieces.
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    yield lines;
  }
  if (rest !== "") yield [rest];
}
