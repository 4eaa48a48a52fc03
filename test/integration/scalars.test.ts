// 64-bit integers and dates, by the generator's options: from the schema to the wire and back.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, generateSdk } from "../support/sdk.js";
import { startWireServer, type WireServer } from "../support/wire-server.js";

const beyond = "9007199254740993"; // 2^53 + 1, which no number holds
const instant = "2026-01-31T12:00:00.500Z";

const event = { $ref: "#/components/schemas/Event" };
const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const document = documentOf({
  paths: {
    "/events/{id}": {
      post: {
        operationId: "exchange",
        parameters: [
          { in: "path", name: "id", required: true, schema: { type: "integer", format: "int64" } },
          { in: "query", name: "since", schema: { type: "string", format: "date-time" } },
          { in: "query", name: "like", content: { "application/json": { schema: event } } },
        ],
        requestBody: json({ type: "array", items: event }),
        responses: {
          200: {
            ...json({ type: "array", items: event }),
            headers: {
              "X-Id": { schema: { type: "integer", format: "int64" } },
              "X-At": { schema: { type: "string", format: "date-time" } },
            },
          },
          409: json(event),
        },
      },
    },
  },
  components: {
    schemas: {
      Event: {
        type: "object",
        properties: {
          id: { type: "integer", format: "int64" },
          at: { type: "string", format: "date-time" },
          day: { type: "string", format: "date" },
          parent: event,
          note: { type: "string" },
          other: { type: "integer" },
        },
      },
    },
  },
});

const sent = `[{"id":${beyond},"at":"${instant}","parent":{"id":1},"note":"${beyond}"}]`;
const answer = `[{"id":${beyond},"at":"${instant}","day":"2026-01-31","parent":{"id":7},"note":"${beyond}","other":1}]`;

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer();
});
afterAll(() => server.close());

describe("a value that JSON cannot say", () => {
  const rows = [
    {
      name: "as bigint and Date",
      int64: "bigint",
      dates: "Date",
      id: BigInt(beyond),
      one: 1n,
      seven: 7n,
      at: new Date(instant),
    },
    { name: "as string", int64: "string", dates: "string", id: beyond, one: "1", seven: "7", at: instant },
  ] as const;

  it.each(rows)("goes and comes back whole, $name", async ({ int64, dates, id, one, seven, at }) => {
    const sdk = await generateSdk(`scalars-${int64}`, document, { int64, dates });
    await using api = sdk.client({ baseUrl: server.url });
    server.answer = {
      headers: { "Content-Type": "application/json", "X-Id": beyond, "X-At": instant },
      body: answer,
    };
    const args = { id, since: at, like: { id }, body: [{ id, at, parent: { id: one }, note: beyond }] };
    const { data, headers } = await sdk.operation("exchange")(api, args).withResponse();
    expect(server.last().target).toBe(
      `/events/${beyond}?since=${encodeURIComponent(instant)}&like=${encodeURIComponent(`{"id":${beyond}}`)}`,
    );
    expect(server.last().body.toString()).toBe(sent);
    expect(data).toEqual([{ id, at, day: "2026-01-31", parent: { id: seven }, note: beyond, other: 1 }]);
    expect(headers).toEqual({ "X-Id": id, "X-At": at });

    server.answer = {
      status: 409,
      headers: { "Content-Type": "application/json" },
      body: `{"id":${beyond}}`,
    };
    await expect(sdk.operation("exchange")(api, args)).rejects.toMatchObject({ status: 409, data: { id } });
  });

  it("is refused rather than rounded, as number", async () => {
    const sdk = await generateSdk("scalars-number", document);
    await using api = sdk.client({ baseUrl: server.url });
    const exchange = (): Promise<unknown> =>
      Promise.resolve(sdk.operation("exchange")(api, { id: 1, body: [] }));
    server.answer = { headers: { "Content-Type": "application/json" }, body: answer };
    await expect(exchange()).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/^\[0\]\.id is beyond 2\^53.*--int64/) },
    });
    server.answer = {
      headers: { "Content-Type": "application/json" },
      body: `[{"id":9007199254740991,"at":"${instant}","note":"${beyond}","other":${beyond}}]`,
    };
    // `other` is no int64: it is what JSON.parse makes of it.
    await expect(exchange()).resolves.toEqual([
      { id: Number.MAX_SAFE_INTEGER, at: instant, note: beyond, other: 9007199254740992 },
    ]);
  });
});
