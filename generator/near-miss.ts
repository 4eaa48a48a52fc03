/** The name among `names` that someone who wrote `wrong` most likely meant, with no more than `most` slips. */
export function nearest(
  wrong: string,
  names: Iterable<string>,
  most: number = Number.POSITIVE_INFINITY,
): string | undefined {
  // A third of the letters may differ, but not all there are; beyond that, a guess confuses more than it helps.
  let limit = Math.min(most, wrong.length - 1, Math.max(1, Math.floor(wrong.length / 3)));
  let best: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > limit) continue;
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase(), limit);
    if (distance > limit || (distance === limit && best !== undefined)) continue;
    limit = distance;
    best = name;
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; gives up above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
