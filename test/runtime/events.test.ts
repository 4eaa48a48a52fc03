import { describe, expect, it } from "vitest";
import { ServerSentEvent } from "../../runtime/events.js";
import { Response } from "../../runtime/response.js";

const response = (text: string, size: number): Response => {
  const bytes = new TextEncoder().encode(text);
  return new Response(200, {
    stream: (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
  });
};
const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};

describe("server-sent events", () => {
  const rows: { name: string; given: string; want: (Partial<ServerSentEvent> & { data: string })[] }[] = [
    { name: "data", given: "data: a\n\n", want: [{ data: "a" }] },
    { name: "several lines of data", given: "data: a\ndata: b\n\n", want: [{ data: "a\nb" }] },
    {
      name: "event, id and retry",
      given: "event: x\nid: 7\nretry: 10\ndata: a\n\n",
      want: [{ event: "x", id: "7", retry: 10, data: "a" }],
    },
    {
      name: "the id stays for later events",
      given: "id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
      want: [{ id: "7", data: "a" }, { id: "7", data: "b" }, { data: "c" }],
    },
    { name: "an id with NUL is ignored", given: "id: a\0b\ndata: a\n\n", want: [{ data: "a" }] },
    {
      name: "the id of an event without data stays too",
      given: "id: 7\n\ndata: a\n\n",
      want: [{ id: "7", data: "a" }],
    },
    { name: "retry must be digits", given: "retry: 1x\ndata: a\n\n", want: [{ data: "a" }] },
    { name: "comments are ignored", given: ": hi\n\ndata: a\n: x\n\n", want: [{ data: "a" }] },
    {
      name: "one leading space is dropped",
      given: "data:  a\n\ndata:b\n\n",
      want: [{ data: " a" }, { data: "b" }],
    },
    { name: "a field without a colon", given: "data\n\n", want: [{ data: "" }] },
    { name: "empty data", given: "data:\ndata:\n\n", want: [{ data: "\n" }] },
    { name: "an event without data is none", given: "event: x\n\ndata: a\n\n", want: [{ data: "a" }] },
    { name: "an incomplete event is dropped", given: "data: a\n\ndata: b\n", want: [{ data: "a" }] },
    {
      name: "CRLF",
      given: "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n",
      want: [{ data: "a\nb" }, { data: "c" }],
    },
    { name: "CR", given: "data: a\rdata: b\r\rdata: c\r\r", want: [{ data: "a\nb" }, { data: "c" }] },
    { name: "a byte order mark", given: "\ufeffdata: a\n\n", want: [{ data: "a" }] },
    { name: "U+2028 ends no line", given: "data: a\u2028b\n\n", want: [{ data: "a\u2028b" }] },
    { name: "characters beyond ASCII", given: "data: é😀\n\n", want: [{ data: "é😀" }] },
    { name: "unknown fields are ignored", given: "foo: 1\ndata: a\n\n", want: [{ data: "a" }] },
    { name: "fields are told by case", given: "DATA: x\nid : 1\ndata: a\n\n", want: [{ data: "a" }] },
    { name: "a colon within the value", given: "data: a: b\n\n", want: [{ data: "a: b" }] },
    { name: "nothing", given: "", want: [] },
  ];
  for (const size of [1, 2, 1000]) {
    it.each(rows)(`$name (pieces of ${size})`, async ({ given, want }) => {
      const events = await all(response(given, size).iterEvents());
      expect(events.map((event) => ({ ...event }))).toEqual(
        want.map((event) => ({ event: "message", id: "", retry: undefined, ...event })),
      );
    });
  }

  it("an event that ends in CR is told at once", async () => {
    const events = new Response(200, {
      stream: (async function* () {
        yield new TextEncoder().encode("data: a\r\r");
        throw new Error("read on");
      })(),
    }).iterEvents();
    expect((await events.next()).value).toMatchObject({ data: "a" });
  });

  it("data may be JSON", async () => {
    const [event] = await all(response('data: {"a":1}\n\n', 4).iterEvents());
    expect(event).toBeInstanceOf(ServerSentEvent);
    expect(event?.json()).toEqual({ a: 1 });
  });
});

describe("JSON Lines", () => {
  it.each([
    { name: "one for each line", given: '{"a":1}\n[2]\n"x"\n', want: [{ a: 1 }, [2], "x"] },
    { name: "without a last line end", given: "1\n2", want: [1, 2] },
    { name: "empty lines are skipped", given: "1\r\n\r\n \n2\n\n", want: [1, 2] },
    { name: "U+2028 in a string", given: '"a\u2028b"\n', want: ["a\u2028b"] },
    { name: "a byte order mark", given: "\ufeff1\n", want: [1] },
    { name: "nothing", given: "", want: [] },
  ])("$name", async ({ given, want }) => {
    expect(await all(response(given, 2).iterJsonLines())).toEqual(want);
  });

  it("what is no JSON is a SyntaxError, after the good lines", async () => {
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const item of response("1\nx\n", 2).iterJsonLines()) seen.push(item);
    })();
    await expect(reading).rejects.toThrow(SyntaxError);
    expect(seen).toEqual([1]);
  });
});
