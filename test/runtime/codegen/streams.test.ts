import { Client, MockTransport, Response } from "@gen-client/runtime";
import {
  ApiError,
  ItemStream,
  operation,
  type Reply,
  ResponseBodyError,
  streamCall,
} from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { ResponseDescriptor } from "../../../runtime/codegen/operation.js";

type Streaming = { 200: Reply<ItemStream<unknown>> };

function calling(
  response: ResponseDescriptor,
  type: string,
  texts: readonly string[] | ReadableStream<Uint8Array>,
  status = 200,
) {
  const seen = { isClosed: false };
  const stream = "getReader" in texts ? texts : source(texts, seen);
  const transport = new MockTransport(
    () => new Response(status, { headers: { "Content-Type": type }, stream }),
  );
  const described = operation<object, Streaming>({
    id: "stream",
    method: "GET",
    path: "/",
    responses: { [status]: response },
  });
  const client = new Client({ baseUrl: "https://api.example.com", transport });
  return { call: streamCall<object, Streaming, unknown>(client, described, {}), seen };
}

async function* source(texts: readonly string[], seen: { isClosed: boolean }): AsyncGenerator<Uint8Array> {
  try {
    for (const text of texts) yield new TextEncoder().encode(text);
  } finally {
    seen.isClosed = true;
  }
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("items of a stream", () => {
  const rows: readonly {
    name: string;
    response: ResponseDescriptor;
    type: string;
    texts: string[];
    want: unknown[];
  }[] = [
    {
      name: "event data, split anywhere",
      response: "event-data",
      type: "text/event-stream",
      texts: ['data: {"a"', ":1}\r", '\n\r\ndata: {"a":2}\n\n'],
      want: [{ a: 1 }, { a: 2 }],
    },
    {
      name: "event data until [DONE]",
      response: "event-data",
      type: "text/event-stream",
      texts: ["data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"],
      want: [1],
    },
    {
      name: "event data until a sentinel of its own",
      response: { "text/event-stream": { kind: "event-data", sentinel: "END" } },
      type: "text/event-stream",
      texts: ["data: 1\n\ndata: END\n\ndata: 2\n\n"],
      want: [1],
    },
    {
      name: "whole events",
      response: "events",
      type: "text/event-stream",
      texts: ["event: add\nid: 7\ndata: x\n\n", ": comment\n\nretry: 10\ndata: a\ndata: b\n\n"],
      want: [
        { event: "add", data: "x", id: "7" },
        { event: "message", data: "a\nb", id: "7", retry: 10 },
      ],
    },
    {
      name: "whole events with JSON in data",
      response: { "text/event-stream": { kind: "events", data: "json" } },
      type: "text/event-stream",
      texts: ['data: {"a":1}\n\n'],
      want: [{ event: "message", data: { a: 1 }, id: "" }],
    },
    {
      name: "JSON Lines, without a last line end",
      response: { "application/jsonl": "json-lines" },
      type: "application/jsonl",
      texts: ['{"a":1}\n\n[2', "]\r\n3"],
      want: [{ a: 1 }, [2], 3],
    },
    {
      name: "RFC 7464: a JSON text sequence",
      response: "json-seq",
      type: "application/json-seq",
      texts: ['\x1e{"a":', "1}\n\x1e", "2\n\x1e\x1e3\n"],
      want: [{ a: 1 }, 2, 3],
    },
    {
      name: "64-bit integers",
      response: { "application/jsonl": { kind: "json-lines", codec: "bigint" } },
      type: "application/jsonl",
      texts: ["9007199254740993\n"],
      want: [9007199254740993n],
    },
  ];
  it.each(rows)("$name", async ({ response, type, texts, want }) => {
    expect(await all(calling(response, type, texts).call)).toEqual(want);
  });

  it("are what awaiting the call gives, too", async () => {
    const { call } = calling("json-lines", "application/jsonl", ["1\n2\n"]);
    const stream = await call;
    expect(stream).toBeInstanceOf(ItemStream);
    expect(await all(stream)).toEqual([1, 2]);
  });

  it("leaving the loop closes the response", async () => {
    const { call, seen } = calling("json-lines", "application/jsonl", ["1\n", "2\n", "3\n"]);
    for await (const item of call) {
      expect(item).toBe(1);
      break;
    }
    expect(seen.isClosed).toBe(true);
  });

  it("what waits for the next item can be left at once", async () => {
    let isLeft = false;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("data: 1\n\n")),
      cancel: () => {
        isLeft = true;
      },
    });
    const { call } = calling("event-data", "text/event-stream", stream);
    const items = call[Symbol.asyncIterator]();
    expect(await items.next()).toEqual({ value: 1, done: false });
    const waiting = items.next();
    const leaving = items.return(undefined);
    await expect(waiting).rejects.toThrow("closed");
    await leaving;
    expect(isLeft).toBe(true);
  });

  it("an item that is no JSON is an error", async () => {
    const { call } = calling("event-data", "text/event-stream", ["data: {\n\n"]);
    await expect(all(call)).rejects.toThrow(ResponseBodyError);
  });

  it("an error status throws, its body read", async () => {
    const { call } = calling("event-data", "application/json", ['{"message":"no"}'], 400);
    const error = (await all(call).catch((caught: unknown) => caught)) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(error.response.text).toBe('{"message":"no"}');
  });

  it("no content is a stream without items", async () => {
    const { call } = calling("event-data", "", [], 204);
    expect(await all(call)).toEqual([]);
  });

  it("JSON in place of a stream says what came", async () => {
    const { call } = calling(
      { "text/event-stream": "event-data", "application/json": "json" },
      "application/json",
      ["{}"],
    );
    await expect(all(call)).rejects.toThrow(/expected a stream of items, got application\/json/);
  });

  it("JSON in place of a stream can be awaited", async () => {
    const { call } = calling(
      { "text/event-stream": "event-data", "application/json": "json" },
      "application/json",
      ["[1]"],
    );
    expect(await call).toEqual([1]);
  });
});
