import { describe, expect, test } from "vitest";
import { type PaginationRules, withPagination } from "../../../generator/model/paging.js";
import { build } from "../../support/build.js";

const list = { type: "array", items: { type: "integer" } };
const answer = (schema: object, header?: string): object => ({
  200: {
    content: { "application/json": { schema } },
    ...(header !== undefined && { headers: { [header]: { schema: { type: "string" } } } }),
  },
});
const withList = { type: "object", properties: { items: list, total: { type: "integer" } } };
const withLists = { type: "object", properties: { items: list, more: list } };

describe("pages that no extension declares", () => {
  test.each<{
    name: string;
    method?: string;
    operation: object;
    rules?: PaginationRules;
    want: unknown;
    help?: string;
  }>([
    { name: "none", operation: { responses: answer(list) }, want: undefined },
    {
      name: "a list with a Link header",
      operation: { responses: answer(list, "Link") },
      want: { kind: "link", items: [] },
    },
    {
      name: "the one list of an object with a Link header",
      operation: { responses: answer(withList, "link") },
      want: { kind: "link", items: ["items"] },
    },
    { name: "no list is meant by two", operation: { responses: answer(withLists, "Link") }, want: undefined },
    {
      name: "what is not read has no pages",
      method: "post",
      operation: { responses: answer(list, "Link") },
      want: undefined,
    },
    {
      name: "a rule before the document",
      operation: {
        "x-ms-pageable": { nextLinkName: "next" },
        responses: answer(list, "Link"),
      },
      rules: { lists: { kind: "url", next: "$['a.b'].next", items: "data" } },
      want: { kind: "url", next: ["a.b", "next"], items: ["data"] },
    },
    {
      name: "false takes back what the document says",
      operation: { responses: answer(list, "Link") },
      rules: { lists: false },
      want: undefined,
    },
    {
      name: "the last rule that matches counts",
      operation: { responses: answer(list) },
      rules: { "path:/**": false, "operation:l*": { kind: "page", parameter: "page", first: 0 } },
      want: { kind: "page", parameter: "page", first: 0, items: [] },
    },
    {
      name: "a rule for nothing is told",
      operation: { responses: answer(list) },
      rules: { list: { kind: "link" } },
      want: undefined,
      help: 'Did you mean "lists"?',
    },
  ])("$name", ({ method = "get", operation, rules, want, help }) => {
    const { api } = build({ paths: { "/lists": { [method]: { operationId: "lists", ...operation } } } });
    const { value, diagnostics } = withPagination(api, rules);
    expect(value.operations[0]?.pagination).toEqual(want);
    expect(diagnostics.map((one) => one.help)).toEqual(help === undefined ? [] : [help]);
  });
});
