// Servers (OpenAPI 3.2 §4.6) and pages, through generated clients.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PaginationRule } from "../../generator/index.js";
import { documentOf, generateSdk, type Sdk } from "../support/sdk.js";
import { type Answer, type Seen, startWireServer, type WireServer } from "../support/wire-server.js";

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer();
});
afterAll(() => server.close());

describe("a request goes to", () => {
  let sdk: Sdk;
  const operation = (operationId: string, more: object = {}): object => ({
    operationId,
    responses: { 204: {} },
    ...more,
  });
  beforeAll(async () => {
    sdk = await generateSdk(
      "servers",
      documentOf({
        servers: [
          {
            url: `${server.url}/{stage}/v1/`,
            variables: { stage: { default: "live", enum: ["live", "test"] } },
          },
          { url: `${server.url}/named`, name: "other" },
        ],
        paths: {
          "/root": { get: operation("root") },
          "/path": { servers: [{ url: `${server.url}/path-level` }], get: operation("path") },
          "/operation": {
            servers: [{ url: `${server.url}/path-level` }],
            get: operation("own", { servers: [{ url: `${server.url}/operation-level` }] }),
          },
          "/slash": { get: operation("slash", { servers: [{ url: `${server.url}/with-slash/` }] }) },
          [`${server.url}/whole/url`]: { get: operation("whole") },
          "/braces": {
            get: operation("braces", {
              servers: [{ url: `${server.url}/{{version}}`, variables: { version: { default: "v2" } } }],
            }),
          },
          "/slashes": {
            get: operation("slashes", {
              servers: [
                {
                  url: `${server.url}/{basePath}/{stage}`,
                  variables: { basePath: { default: "/dev/" }, stage: { default: "/v1" } },
                },
              ],
            }),
          },
          "/relative": { get: operation("relative", { servers: [{ url: "/relative-level" }] }) },
        },
      }),
    );
  });

  const rows: readonly {
    name: string;
    call: string;
    client?: () => object;
    options?: () => object;
    want: string;
  }[] = [
    { name: "the first server, its variables at their defaults", call: "root", want: "/live/v1/root" },
    {
      name: "the first server with other values",
      call: "root",
      client: () => ({ server: { url: `${server.url}/{stage}/v1/`, variables: { stage: "test" } } }),
      want: "/test/v1/root",
    },
    {
      name: "a server whose variables bring slashes (API Gateway)",
      call: "slashes",
      want: "/dev/v1/slashes",
    },
    {
      name: "a server by name (3.2)",
      call: "root",
      client: () => ({ server: "other" }),
      want: "/named/root",
    },
    {
      name: "a server by URL",
      call: "root",
      client: () => ({ server: `${server.url}/named` }),
      want: "/named/root",
    },
    {
      name: "any other URL",
      call: "root",
      client: () => ({ baseUrl: `${server.url}/mine/` }),
      want: "/mine/root",
    },
    {
      name: "the server of the call",
      call: "root",
      options: () => ({ server: "other" }),
      want: "/named/root",
    },
    { name: "the path's server", call: "path", want: "/path-level/path" },
    { name: "the operation's server before the path's", call: "own", want: "/operation-level/operation" },
    {
      name: "baseUrl before all servers",
      call: "own",
      client: () => ({ baseUrl: `${server.url}/mine` }),
      want: "/mine/operation",
    },
    { name: "a path that is a whole URL", call: "whole", want: "/whole/url" },
    {
      name: "baseUrl before the server of a whole URL",
      call: "whole",
      client: () => ({ baseUrl: `${server.url}/mine` }),
      want: "/mine/whole/url",
    },
    { name: "two braces for one", call: "braces", want: "/v2/braces" },
    { name: "a server that ends with a slash", call: "slash", want: "/with-slash/slash" },
    { name: "a relative server, from the API's own URL", call: "relative", want: "/relative-level/relative" },
  ];
  it.each(rows)("$name", async ({ call, client, options, want }) => {
    server.answer = { status: 204 };
    await using api = sdk.client(client?.() ?? {});
    await sdk.operation(call)(api, options?.());
    expect(server.last().target).toBe(want);
  });
});

describe("pages", () => {
  interface Row {
    readonly name: string;
    readonly extension?: object;
    /** As in a configuration file. */
    readonly rule?: PaginationRule;
    /** Of the 200. */
    readonly headers?: object;
    /** @default an object with the list under `data` */
    readonly schema?: object;
    readonly parameters?: readonly string[];
    readonly args?: object;
    /** The answer to the request's number, from 0; the items are numbers. */
    readonly answer: (number: number, request: Seen) => Answer;
    readonly want: readonly string[];
    readonly all: readonly number[];
  }
  const page = (value: object, headers = {}): Answer => ({
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(value),
  });
  const speakeasy = (type: string, name: string, outputs: object, ...more: object[]): object => ({
    "x-speakeasy-pagination": {
      type,
      inputs: [
        { name, in: "parameters", type: type === "cursor" ? "cursor" : name === "page" ? "page" : "offset" },
        ...more,
      ],
      outputs,
    },
  });

  const rows: readonly Row[] = [
    {
      name: "by cursor (x-speakeasy-pagination)",
      extension: speakeasy("cursor", "cursor", { nextCursor: "$.meta.next", results: "$.data" }),
      parameters: ["cursor"],
      answer: (number) => page({ data: [number], meta: { next: number < 2 ? `c ${number}` : null } }),
      want: ["", "?cursor=c%200", "?cursor=c%201"],
      all: [0, 1, 2],
    },
    {
      name: "by cursor (x-fern-pagination)",
      extension: {
        "x-fern-pagination": {
          cursor: "$request.after",
          next_cursor: "$response.next",
          results: "$response.data",
        },
      },
      parameters: ["after"],
      answer: (number) => page({ data: [number], ...(number < 2 && { next: number }) }),
      want: ["", "?after=0", "?after=1"],
      all: [0, 1, 2],
    },
    {
      name: "by cursor (x-stainless-pagination)",
      extension: {
        "x-stainless-pagination": {
          type: "cursor",
          request: { cursor: "page_token" },
          response: { cursor: "next", items: "data" },
        },
      },
      parameters: ["page_token"],
      answer: (number) => page({ data: [number], next: number < 2 ? "x".repeat(number + 1) : "" }),
      want: ["", "?page_token=x", "?page_token=xx"],
      all: [0, 1, 2],
    },
    {
      name: "by offset, until nothing comes",
      extension: speakeasy("offsetLimit", "offset", { results: "$.data" }),
      parameters: ["offset"],
      answer: (number) => page({ data: number < 2 ? [number, number] : [] }),
      want: ["", "?offset=2", "?offset=4"],
      all: [0, 0, 1, 1],
    },
    {
      name: "by page number",
      extension: speakeasy("offsetLimit", "page", { results: "$.data" }),
      parameters: ["page"],
      args: { page: 1 },
      answer: (number) => page({ data: number < 2 ? [number] : [] }),
      want: ["?page=1", "?page=2", "?page=3"],
      all: [0, 1],
    },
    {
      name: "by page number, as many as there are",
      extension: speakeasy("offsetLimit", "page", { results: "$.data", numPages: "$.pages" }),
      parameters: ["page"],
      answer: (number) => page({ data: [number], pages: 3 }),
      want: ["", "?page=2", "?page=3"],
      all: [0, 1, 2],
    },
    {
      name: "by a link in the body (x-ms-pageable)",
      extension: { "x-ms-pageable": { nextLinkName: "@odata.nextLink", itemName: "data" } },
      answer: (number, { target }) =>
        page({
          data: [number],
          ...(number < 2 && { "@odata.nextLink": `${server.url}${target.split("?")[0]}?skip=${number + 1}` }),
        }),
      want: ["", "?skip=1", "?skip=2"],
      all: [0, 1, 2],
    },
    {
      name: "without a next one (x-ms-pageable with nextLinkName null)",
      extension: { "x-ms-pageable": { nextLinkName: null, itemName: "data" } },
      answer: () => page({ data: [1, 2], next: "?from=x" }),
      want: [""],
      all: [1, 2],
    },
    {
      name: "by Link headers, which the response declares (RFC 8288)",
      headers: { link: { schema: { type: "string" } } },
      answer: (number, { target }) =>
        page(
          { data: [number] },
          number < 2 && { Link: `<${target.split("?")[0]}?page=${number + 1}>; rel="next"` },
        ),
      want: ["", "?page=1", "?page=2"],
      all: [0, 1, 2],
    },
    {
      name: "by Link headers, of a list alone",
      rule: { kind: "link" },
      schema: { type: "array", items: { type: "integer" } },
      parameters: ["size"],
      args: { size: 1 },
      answer: (number, { target }) =>
        page([number], {
          Link: `<${server.url}${target.split("?")[0]}?page=0>; rel="first"${number < 1 ? ', <?page=1>; title="x, y"; rel="prefetch next"' : ""}`,
        }),
      want: ["?size=1", "?page=1"],
      all: [0, 1],
    },
    {
      name: "by cursor, as configured",
      rule: { kind: "cursor", parameter: "cursor", cursor: "meta.next", items: "data" },
      parameters: ["cursor"],
      answer: (number) => page({ data: [number], ...(number < 1 && { meta: { next: "n" } }) }),
      want: ["", "?cursor=n"],
      all: [0, 1],
    },
    {
      name: "by offset, as configured",
      rule: { kind: "offset", parameter: "skip", items: "data" },
      parameters: ["skip"],
      args: { skip: 5 },
      answer: (number) => page({ data: number < 1 ? [1, 2] : [] }),
      want: ["?skip=5", "?skip=7"],
      all: [1, 2],
    },
    {
      name: "by page, as configured",
      rule: { kind: "page", parameter: "page", first: 0, items: "data" },
      parameters: ["page"],
      answer: (number) => page({ data: number < 1 ? [1] : [] }),
      want: ["", "?page=1"],
      all: [1],
    },
    {
      name: "by URL, as configured",
      rule: { kind: "url", next: "next", items: "data" },
      answer: (number) => page({ data: [number], ...(number < 1 && { next: "?from=x" }) }),
      want: ["", "?from=x"],
      all: [0, 1],
    },
  ];
  let sdk: Sdk;
  beforeAll(async () => {
    const operation = (
      { extension, headers, schema, parameters = [] }: Row,
      index: number,
    ): [string, object] => [
      `/pages${index}`,
      {
        get: {
          operationId: `pages${index}`,
          ...extension,
          parameters: parameters.map((name) => ({ name, in: "query", schema: {} })),
          responses: {
            200: {
              ...(headers !== undefined && { headers }),
              content: {
                "application/json": {
                  schema: schema ?? {
                    type: "object",
                    properties: { data: { type: "array", items: { type: "integer" } } },
                  },
                },
              },
            },
          },
        },
      },
    ];
    const rules = rows.flatMap(({ rule }, index) =>
      rule === undefined ? [] : [[`pages${index}`, rule] as const],
    );
    sdk = await generateSdk("pages", documentOf({ paths: Object.fromEntries(rows.map(operation)) }), {
      pagination: Object.fromEntries(rules),
    });
  });

  it.each(rows.map((row, index) => ({ ...row, index })))(
    "$name",
    async ({ index, args, answer, want, all }) => {
      const before = server.seen.length;
      server.answer = (request) => answer(server.seen.length - before - 1, request);
      await using api = sdk.client({ baseUrl: server.url });
      const items: unknown[] = [];
      for await (const item of sdk.operation(`pages${index}`)(api, args ?? {})) items.push(item);
      expect(server.seen.slice(before).map(({ target }) => target)).toEqual(
        want.map((query) => `/pages${index}${query}`),
      );
      expect(items).toEqual(all);
    },
  );
});
