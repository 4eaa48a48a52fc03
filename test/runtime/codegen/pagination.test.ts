import { Client, MockTransport, type Request, Response } from "@gen-client/runtime";
import { operation, PaginationError, pagedCall, type Reply } from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { OperationDescriptor, PaginationDescriptor } from "../../../runtime/codegen/operation.js";

type Pages = { 200: Reply<unknown> };
type Answer = (request: Request) => Response;

function listing(pagination: PaginationDescriptor, answer: Answer, more: Partial<OperationDescriptor> = {}) {
  const requests: string[] = [];
  const headers: (string | null)[] = [];
  const transport = new MockTransport((request) => {
    requests.push(request.href);
    headers.push(request.headers.get("authorization"));
    return answer(request);
  });
  const client = new Client({
    baseUrl: "https://api.example.com",
    transport,
    headers: { Authorization: "x" },
  });
  const described = operation<object, Pages>({
    id: "list",
    method: "GET",
    path: "/items",
    parameters: [
      { name: "cursor", in: "query" },
      { name: "page[offset]", in: "query", as: "pageOffset" },
      { name: "page", in: "query" },
      { name: "limit", in: "query" },
    ],
    responses: { 200: "json" },
    pagination,
    ...more,
  });
  const call = (args: object = {}) => pagedCall<object, Pages, unknown>(client, described, args);
  return { call, requests, headers };
}

const numbered =
  (pages: readonly unknown[]): Answer =>
  (request) => {
    const { searchParams } = request.url;
    const number = Number(searchParams.get("cursor") ?? searchParams.get("page") ?? 0);
    return new Response(200, { json: pages[number] });
  };

describe("all items of all pages", () => {
  const cursors = [
    { data: [1, 2], meta: { next: "1" } },
    { data: [3], meta: { next: "2" } },
    { data: [], meta: { next: null } },
  ];
  const rows: readonly {
    name: string;
    pagination: PaginationDescriptor;
    answer: Answer;
    args?: object;
    more?: Partial<OperationDescriptor>;
    items: unknown[];
    requests: string[];
  }[] = [
    {
      name: "by cursor, until it is null",
      pagination: { kind: "cursor", parameter: "cursor", cursor: ["meta", "next"], items: ["data"] },
      answer: numbered(cursors),
      args: { limit: 2 },
      items: [1, 2, 3],
      requests: ["/items?limit=2", "/items?cursor=1&limit=2", "/items?cursor=2&limit=2"],
    },
    {
      name: "by the id of the last item",
      pagination: { kind: "cursor", parameter: "cursor", cursor: ["data", "-1", "id"], items: ["data"] },
      answer: numbered([{ data: [{ id: 1 }] }, { data: [] }]),
      items: [{ id: 1 }],
      requests: ["/items", "/items?cursor=1"],
    },
    {
      name: "by offset, which counts what came, until nothing does",
      pagination: { kind: "offset", parameter: "page[offset]", limit: "limit", items: [] },
      answer: (request) => {
        const offset = Number(request.url.searchParams.get("page[offset]") ?? 0);
        return new Response(200, { json: [1, 2, 3].slice(offset, offset + 2) });
      },
      args: { pageOffset: 1 },
      items: [2, 3],
      requests: ["/items?page%5Boffset%5D=1", "/items?page%5Boffset%5D=3"],
    },
    {
      name: "by page number",
      pagination: { kind: "page", parameter: "page", first: 1, items: ["data"] },
      answer: numbered([{ data: ["first"] }, null, { data: ["second"] }, { data: [] }]),
      items: ["first", "second"],
      requests: ["/items", "/items?page=2", "/items?page=3"],
    },
    {
      name: "by a page number in the path",
      pagination: { kind: "page", parameter: "number", first: 1, items: ["data"] },
      answer: ({ url }) =>
        new Response(200, { json: { data: url.pathname < "/pages/3" ? [url.pathname] : [] } }),
      args: { number: 1 },
      more: { path: "/pages/{number}" },
      items: ["/pages/1", "/pages/2"],
      requests: ["/pages/1", "/pages/2", "/pages/3"],
    },
    {
      name: "by a URL in the body, absolute or relative",
      pagination: { kind: "url", next: ["next"], items: ["data"] },
      answer: (request) => {
        const pages: Record<string, unknown> = {
          "/items": { data: [1], next: "https://api.example.com/items/2?a=b+c" },
          "/items/2": { data: [2], next: "3" },
          "/items/3": { data: [3], next: "" },
        };
        return new Response(200, { json: pages[request.url.pathname] });
      },
      items: [1, 2, 3],
      requests: ["/items", "/items/2?a=b+c", "/items/3"],
    },
    {
      name: "by the Link header",
      pagination: { kind: "link", items: [] },
      answer: (request) =>
        request.href.endsWith("p=2")
          ? new Response(200, { json: [2] })
          : new Response(200, { json: [1], headers: { Link: '</items?p=2>; rel="next", </x>; rel="last"' } }),
      items: [1, 2],
      requests: ["/items", "/items?p=2"],
    },
    {
      name: "by a property of the body",
      pagination: { kind: "cursor", parameter: "after", cursor: ["next"], items: ["data"] },
      answer: (request) => {
        const { after = 0 } = JSON.parse(new TextDecoder().decode(request.content)) as { after?: number };
        return new Response(200, { json: { data: [after], next: after < 2 ? after + 1 : undefined } });
      },
      args: { body: { filter: "x" } },
      more: { method: "POST", body: "json" },
      items: [0, 1, 2],
      requests: ["/items", "/items", "/items"],
    },
  ];
  it.each(rows)("$name", async ({ pagination, answer, args, more, items, requests }) => {
    const list = listing(pagination, answer, more);
    expect(await list.call(args).toArray()).toEqual(items);
    expect(list.requests).toEqual(requests.map((target) => `https://api.example.com${target}`));
  });

  const byCursor: PaginationDescriptor = {
    kind: "cursor",
    parameter: "cursor",
    cursor: ["meta", "next"],
    items: ["data"],
  };

  it("no more pages are fetched than the limit needs", async () => {
    const list = listing(byCursor, numbered(cursors));
    expect(await list.call().toArray({ limit: 2 })).toEqual([1, 2]);
    expect(list.requests).toHaveLength(1);
  });

  it("awaiting gives the first page, pages() each of them", async () => {
    const list = listing(byCursor, numbered(cursors));
    const pages: unknown[] = [];
    const call = list.call();
    expect(await call).toEqual(cursors[0]);
    for await (const page of call.pages()) pages.push(page);
    expect(pages).toEqual(cursors);
    expect(list.requests).toHaveLength(3);
  });
});

describe("pages without end", () => {
  const rows: readonly { name: string; pagination: PaginationDescriptor; answer: Answer }[] = [
    {
      name: "a cursor that comes back",
      pagination: { kind: "cursor", parameter: "cursor", cursor: ["next"], items: ["data"] },
      answer: (request) => {
        const next = request.url.searchParams.get("cursor") === "a" ? "b" : "a";
        return new Response(200, { json: { data: [1], next } });
      },
    },
    {
      name: "a link to itself",
      pagination: { kind: "link", items: [] },
      answer: () => new Response(200, { json: [1], headers: { Link: '</items>; rel="next"' } }),
    },
    {
      name: "a server that does not know the page parameter",
      pagination: { kind: "page", parameter: "page", first: 1, items: [] },
      answer: () => new Response(200, { json: [1] }),
    },
  ];
  it.each(rows)("$name is an error", async ({ pagination, answer }) => {
    await expect(listing(pagination, answer).call().toArray({ limit: 1000 })).rejects.toThrow(
      PaginationError,
    );
  });
});

it("a page on another origin is fetched without anything of the client's", async () => {
  const list = listing(
    { kind: "url", next: ["next"], items: ["data"] },
    (request) =>
      new Response(200, {
        json:
          request.url.host === "api.example.com"
            ? { data: [1], next: "https://evil.example/2" }
            : { data: [2] },
      }),
  );
  expect(await list.call().toArray()).toEqual([1, 2]);
  expect(list.headers).toEqual(["x", null]);
});
