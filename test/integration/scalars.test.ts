// 64-bit integers and dates, by the generator's options: from the schema to the wire and back.

import { createHmac } from "node:crypto";
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
              "X-Ids": { schema: { type: "array", items: { type: "integer", format: "int64" } } },
              "X-Event": { content: { "application/json": { schema: event } } },
              "X-Parts": {
                schema: { type: "object", properties: { id: { type: "integer", format: "int64" } } },
              },
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
      headers: {
        "Content-Type": "application/json",
        "X-Id": beyond,
        "X-At": instant,
        "X-Ids": `1, ${beyond}`,
        "X-Event": `{"id":${beyond},"at":"${instant}"}`,
        "X-Parts": `id,${beyond}`,
      },
      body: answer,
    };
    const args = { id, since: at, like: { id }, body: [{ id, at, parent: { id: one }, note: beyond }] };
    const { data, headers } = await sdk.operation("exchange")(api, args).withResponse();
    expect(server.last().target).toBe(
      `/events/${beyond}?since=${encodeURIComponent(instant)}&like=${encodeURIComponent(`{"id":${beyond}}`)}`,
    );
    expect(server.last().body.toString()).toBe(sent);
    expect(data).toEqual([{ id, at, day: "2026-01-31", parent: { id: seven }, note: beyond, other: 1 }]);
    expect(headers).toEqual({
      "X-Id": id,
      "X-At": at,
      "X-Ids": [one, id],
      "X-Event": { id, at },
      "X-Parts": { id: beyond },
    });

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
    const long = [{ "X-Id": beyond }, { "X-Ids": `1,${beyond}` }, { "X-Event": `{"id":${beyond}}` }];
    for (const headers of long) {
      server.answer = { headers: { "Content-Type": "application/json", ...headers }, body: "[]" };
      await expect(exchange()).rejects.toThrow(
        /its header "X-(Ids?" is|Event" has) an integer beyond 2\^53.*--int64/,
      );
    }
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

describe("a member of a union is told by what the schemas fix", () => {
  const long = { type: "integer", format: "int64" };
  const time = { type: "string", format: "date-time" };
  const text = { type: "string" };
  const object = (properties: object, ...required: string[]): object => ({
    type: "object",
    properties,
    required,
  });
  const at = new Date(instant);

  const rows: readonly { name: string; schema: object; json: string; want: unknown; sent?: unknown }[] = [
    {
      name: "by its discriminator",
      schema: {
        oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
        discriminator: { propertyName: "kind" },
      },
      json: `[{"kind":"Cat","born":"${instant}","chip":1},{"kind":"Dog","born":"${instant}","chip":${beyond}},{"kind":"Fox","born":"x","chip":1}]`,
      want: [
        { kind: "Cat", born: at, chip: 1 },
        { kind: "Dog", born: instant, chip: BigInt(beyond) },
        { kind: "Fox", born: "x", chip: 1 },
      ],
    },
    {
      name: "by a constant",
      schema: { oneOf: [object({ type: { const: 1 }, v: time }), object({ type: { const: 2 }, v: text })] },
      json: `[{"type":1,"v":"${instant}"},{"type":2,"v":"${instant}"},{"v":"${instant}"}]`,
      want: [{ type: 1, v: at }, { type: 2, v: instant }, { v: instant }],
    },
    {
      name: "by what it requires",
      schema: { anyOf: [object({ start: time, a: long }, "start"), object({ a: text })] },
      json: `[{"start":"${instant}","a":"5"},{"a":"5"}]`,
      want: [{ start: at, a: "5" }, { a: "5" }],
    },
    {
      name: "and where it is not told, what all agree on is converted",
      schema: { anyOf: [object({ at: time, id: long }), object({ at: time, id: text })] },
      json: `[{"at":"${instant}","id":"7"},{"at":"${instant}","id":7}]`,
      want: [
        { at, id: "7" },
        { at, id: 7 },
      ],
    },
    {
      name: "what only one member declares is that member's",
      schema: { anyOf: [object({ id: text }), object({ id: text, size: long })] },
      json: '[{"id":"1","size":2}]',
      want: [{ id: "1", size: 2n }],
    },
    {
      name: "arrays of one and of the other",
      schema: { anyOf: [{ type: "array", items: long }, long, { type: "boolean" }] },
      json: "[[1],2,true]",
      want: [[1n], 2n, true],
    },
    {
      name: "unions inside unions",
      schema: {
        anyOf: [{ $ref: "#/components/schemas/Pet" }, object({ kind: { const: "Rock" }, born: text })],
      },
      json: `[{"kind":"Cat","born":"${instant}"},{"kind":"Rock","born":"${instant}"}]`,
      want: [
        { kind: "Cat", born: at },
        { kind: "Rock", born: instant },
      ],
    },
  ];
  it.each(rows.map((row, index) => ({ ...row, index })))(
    "$name",
    async ({ schema, json: body, want, index }) => {
      const sdk = await generateSdk(
        `unions-${index}`,
        documentOf({
          paths: {
            "/": {
              post: {
                operationId: "exchange",
                requestBody: json({ type: "array", items: schema }),
                responses: { 200: json({ type: "array", items: schema }) },
              },
            },
          },
          components: {
            schemas: {
              Pet: {
                oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
                discriminator: { propertyName: "kind" },
              },
              Cat: object({ kind: text, born: time, chip: { type: "integer" } }, "kind"),
              Dog: object({ kind: text, born: text, chip: long }, "kind"),
            },
          },
        }),
        { int64: "bigint", dates: "Date" },
      );
      server.answer = { headers: { "Content-Type": "application/json" }, body };
      await using api = sdk.client({ baseUrl: server.url });
      expect(await sdk.operation("exchange")(api, { body: want })).toEqual(want);
      expect(String(server.last().body)).toBe(body);
    },
  );
});

it("events keep their integers and dates, whichever event it is", async () => {
  const event = (name: string, data: object): object => ({
    type: "object",
    properties: {
      event: { const: name },
      data: { contentMediaType: "application/json", contentSchema: data },
    },
  });
  const id = { type: "integer", format: "int64" };
  const time = { type: "string", format: "date-time" };
  const itemSchema = {
    oneOf: [
      event("made", { type: "object", properties: { id, at: time } }),
      event("noted", { type: "object", properties: { id: { type: "number" }, at: { type: "string" } } }),
    ],
  };
  const responses = { 200: { content: { "text/event-stream": { itemSchema } } } };
  const sdk = await generateSdk(
    "event-scalars",
    documentOf({ paths: { "/": { get: { operationId: "read", responses } } } }),
    { int64: "bigint", dates: "Date" },
  );
  const data = `data: {"id":${beyond},"at":"${instant}"}`;
  server.answer = {
    headers: { "Content-Type": "text/event-stream" },
    body: `event: made\n${data}\n\nevent: noted\n${data}\n\n`,
  };
  await using api = sdk.client({ baseUrl: server.url });
  const items: unknown[] = [];
  for await (const item of sdk.operation("read")(api)) items.push(item);
  expect(items).toEqual([
    { event: "made", id: "", data: { id: BigInt(beyond), at: new Date(instant) } },
    { event: "noted", id: "", data: { id: Number(beyond), at: instant } },
  ]);
});

it("a webhook's dates are those of the event that came", async () => {
  const event = (type: string, at: object): object => ({
    post: {
      requestBody: json({ type: "object", properties: { type: { const: type }, at } }),
      responses: { 204: {} },
    },
  });
  const sdk = await generateSdk(
    "webhook-dates",
    documentOf({
      webhooks: {
        made: event("made", { type: "string", format: "date-time" }),
        noted: event("noted", { type: "string" }),
      },
    }),
    { dates: "Date" },
  );
  const unwrap = sdk.exports.unwrap as (
    payload: string,
    headers: object,
    options: object,
  ) => Promise<unknown>;
  const received = (type: string): Promise<unknown> => {
    const payload = JSON.stringify({ type, at: instant });
    const signature = createHmac("sha256", "key").update(payload).digest("hex");
    return unwrap(
      payload,
      { "X-Signature": signature },
      { secret: "key", signature: { header: "x-signature" } },
    );
  };
  expect(await received("made")).toEqual({ type: "made", at: new Date(instant) });
  expect(await received("noted")).toEqual({ type: "noted", at: instant });
});
