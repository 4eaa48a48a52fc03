import { describe, expect, it } from "vitest";
import { gather, toWebStream, withProgress } from "../../runtime/streams.js";
import { splitLines } from "../../runtime/texts.js";

async function* from<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}
const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};

describe("lines", () => {
  const rows: { name: string; given: string[]; want: string[] }[] = [
    { name: "nothing", given: [], want: [] },
    { name: "an empty piece", given: [""], want: [] },
    { name: "no end", given: ["a"], want: ["a"] },
    { name: "\\n", given: ["a\nb\n"], want: ["a", "b"] },
    { name: "\\r\\n", given: ["a\r\nb\r\n"], want: ["a", "b"] },
    { name: "\\r", given: ["a\rb\r"], want: ["a", "b"] },
    { name: "\\r and \\n in two pieces", given: ["a\r", "\nb"], want: ["a", "b"] },
    { name: "\\r, nothing, \\n", given: ["a\r", "", "\nb"], want: ["a", "b"] },
    { name: "\\r and \\n\\n in two pieces", given: ["a\r", "\n\nb"], want: ["a", "", "b"] },
    { name: "\\r at the end of a piece", given: ["a\r", "b"], want: ["a", "b"] },
    { name: "\\r, then \\n alone, then \\n", given: ["a\r", "\n", "\nb"], want: ["a", "", "b"] },
    { name: "empty lines", given: ["\n\n"], want: ["", ""] },
    { name: "empty lines by \\r", given: ["a\r\rb\rc\r"], want: ["a", "", "b", "c"] },
    { name: "a line over pieces", given: ["foo ", "bar\nbaz"], want: ["foo bar", "baz"] },
    { name: "a line over many pieces", given: ["a", "b", "c", "\n", "d"], want: ["abc", "d"] },
    {
      name: "no other character ends a line",
      given: ["a\u2028b\u2029c\x85d\ve\ff\x1cg"],
      want: ["a\u2028b\u2029c\x85d\ve\ff\x1cg"],
    },
  ];
  it.each(rows)("$name", async ({ given, want }) => {
    expect(await all(splitLines(from(...given)))).toEqual(want);
    // However the text is cut, the lines are the same.
    expect(await all(splitLines(from(...given.join(""))))).toEqual(want);
  });

  it("a line end is told as soon as it is there", async () => {
    const lines = splitLines(
      (async function* () {
        yield "a\r";
        throw new Error("read on");
      })(),
    );
    expect((await lines.next()).value).toBe("a");
  });
});

it("progress counts what was taken", async () => {
  const seen: unknown[] = [];
  const source = withProgress(from(new Uint8Array(3), new Uint8Array(4)), 7, (progress) =>
    seen.push(progress.transferred),
  );
  const iterator = source[Symbol.asyncIterator]();
  await iterator.next();
  expect(seen).toEqual([]);
  await iterator.next();
  expect(seen).toEqual([3]);
  await iterator.next();
  expect(seen).toEqual([3, 7]);
});

it("a platform stream ends its source when it is cancelled", async () => {
  let ended = false;
  const stream = toWebStream(
    (async function* () {
      try {
        yield new Uint8Array(1);
        yield new Uint8Array(2);
      } finally {
        ended = true;
      }
    })(),
  );
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  expect(ended).toBe(true);
});

it("gathering nothing is empty", async () => {
  expect((await gather(from())).byteLength).toBe(0);
});
