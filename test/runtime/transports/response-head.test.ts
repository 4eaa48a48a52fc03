import { describe, expect, it } from "vitest";
import { decodeHead } from "../../../runtime/transports/response-head.js";

const lines = [
  "Content-Type",
  "application/json",
  "X-Empty",
  "",
  "X-Long",
  "x".repeat(300),
  "connection",
  "close",
];
const wire = lines.map((text, index) => text + (index % 2 === 0 ? ": " : "\r\n")).join("");

/** Where each piece begins and ends in `wire`. */
const places = lines.map((text, index) => {
  const start = lines.slice(0, index).reduce((at, before) => at + before.length + 2, 0);
  return { start, end: start + text.length };
});

/** A buffer of its own, as a socket gives. */
function chunk(text: string): Buffer {
  return Buffer.from(new Uint8Array(Buffer.from(text, "latin1")).buffer);
}

/** What undici gives for a head that comes in two chunks: the piece at the cut is put together in a buffer of Node's pool. */
function piecesOfTwoChunks(cut: number): Buffer[] {
  const [head, tail] = [chunk(wire.slice(0, cut)), chunk(wire.slice(cut))];
  return places.map(({ start, end }) => {
    if (end <= cut) return head.subarray(start, end);
    if (start >= cut) return tail.subarray(start - cut, end - cut);
    return Buffer.concat([head.subarray(start), tail.subarray(0, end - cut)]);
  });
}

describe("decodeHead", () => {
  const whole = chunk(wire);
  it.each([
    { name: "one chunk", given: places.map(({ start, end }) => whole.subarray(start, end)), want: lines },
    { name: "buffers of Node's pool", given: lines.map((text) => Buffer.from(text)), want: lines },
    { name: "texts", given: lines, want: lines },
    { name: "nothing", given: [], want: [] },
    { name: "UTF-8", given: [Buffer.from("X"), Buffer.from("é")], want: ["X", "é"] },
    {
      name: "UTF-8 in one chunk",
      given: [chunk("Xé").subarray(0, 1), chunk("Xé").subarray(1)],
      want: ["X", "é"],
    },
    { name: "a text among bytes", given: [chunk("X"), "é"], want: ["X", "é"] },
  ])("reads $name", ({ given, want }) => {
    expect(decodeHead(200, "OK", given, true).headers).toEqual(want);
    expect(decodeHead(200, "OK", given, false).headers).toEqual(want);
  });

  it("reads a head that comes in two chunks, wherever it is cut", () => {
    for (let cut = 1; cut < wire.length; cut += 1) {
      expect(decodeHead(200, "OK", piecesOfTwoChunks(cut), true).headers).toEqual(lines);
    }
  });

  it("reads headers that an injected dispatcher has put into others' places", () => {
    const [type, json, ...rest] = places.map(({ start, end }) => whole.subarray(start, end));
    const given = [...rest, chunk("X-New"), chunk("1"), type!, json!];
    const want = [...lines.slice(2), "X-New", "1", ...lines.slice(0, 2)];
    expect(decodeHead(200, "OK", given, false).headers).toEqual(want);
  });

  it("knows what the transport must know", () => {
    const given = ["Content-Length", "7", "CONTENT-ENCODING", "gzip", "Connection", "Keep-Alive, Close"];
    expect(decodeHead(200, "OK", given, true)).toMatchObject({
      contentLength: 7,
      isEncoded: true,
      isLast: true,
    });
  });
});
