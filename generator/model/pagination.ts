import { isObject, type JsonObject } from "../load/pointer.js";
import type { Pagination } from "./api.js";

// Extensions by which documents say how to get the next page. Paths in them are JSONPath or plain dots; both come
// out as lists of keys.

/** How an operation pages, if one of the known extensions says so in a form that we understand. */
export function readPagination(operation: JsonObject, root: JsonObject): Pagination | undefined {
  const ferns = operation["x-fern-pagination"];
  return (
    speakeasy(operation["x-speakeasy-pagination"]) ??
    // With Fern, an operation may say that it pages as the document does.
    fern(ferns === true ? root["x-fern-pagination"] : ferns) ??
    stainless(operation["x-stainless-pagination"]) ??
    microsoft(operation["x-ms-pageable"])
  );
}

/** `{ type: cursor, inputs: [{ name, in, type }], outputs: { nextCursor, results, numPages } }` */
function speakeasy(value: unknown): Pagination | undefined {
  if (!isObject(value)) return undefined;
  const inputs = (Array.isArray(value.inputs) ? value.inputs : []).filter(isObject);
  const input = (type: string): string | undefined => {
    const name = inputs.find((candidate) => candidate.type === type)?.name;
    return typeof name === "string" ? name : undefined;
  };
  const outputs = isObject(value.outputs) ? value.outputs : {};
  const items = pathOf(outputs.results) ?? [];
  const cursor = input("cursor");
  const nextCursor = pathOf(outputs.nextCursor);
  if (value.type === "cursor" && cursor !== undefined && nextCursor !== undefined) {
    return { kind: "cursor", parameter: cursor, cursor: nextCursor, items };
  }
  const next = pathOf(outputs.nextUrl);
  if (value.type === "url" && next !== undefined) return { kind: "url", next, items };
  const page = input("page");
  const count = pathOf(outputs.numPages);
  if (page !== undefined)
    return { kind: "page", parameter: page, first: 1, ...(count !== undefined && { count }), items };
  const offset = input("offset");
  const limit = input("limit");
  if (offset === undefined) return undefined;
  return { kind: "offset", parameter: offset, ...(limit !== undefined && { limit }), items };
}

/** `{ cursor: $request.cursor, next_cursor: $response.next, results: $response.data }`, `{ offset, step, results }` */
function fern(value: unknown): Pagination | undefined {
  if (!isObject(value)) return undefined;
  const items = pathOf(value.results) ?? [];
  const cursor = pathOf(value.cursor)?.at(-1);
  const nextCursor = pathOf(value.next_cursor);
  if (cursor !== undefined && nextCursor !== undefined)
    return { kind: "cursor", parameter: cursor, cursor: nextCursor, items };
  const next = pathOf(value.next_uri) ?? pathOf(value.next_url);
  if (next !== undefined) return { kind: "url", next, items };
  const offset = pathOf(value.offset)?.at(-1);
  if (offset === undefined) return undefined;
  const limit = pathOf(value.step)?.at(-1);
  // Fern's `offset` counts pages unless a step says by how much it grows.
  if (limit === undefined) return { kind: "page", parameter: offset, first: 1, items };
  return { kind: "offset", parameter: offset, limit, items };
}

/** `{ type: cursor, request: { cursor }, response: { cursor, items } }`: the shape of Stainless's configuration. */
function stainless(value: unknown): Pagination | undefined {
  if (!isObject(value)) return undefined;
  const request = isObject(value.request) ? value.request : {};
  const response = isObject(value.response) ? value.response : {};
  const items = pathOf(response.items) ?? [];
  const parameter = pathOf(request.cursor ?? request.cursor_param)?.at(-1);
  const cursor = pathOf(response.cursor ?? response.next_cursor);
  if (parameter !== undefined && cursor !== undefined) return { kind: "cursor", parameter, cursor, items };
  const offset = pathOf(request.offset)?.at(-1);
  if (offset !== undefined) return { kind: "offset", parameter: offset, items };
  const page = pathOf(request.page)?.at(-1);
  return page === undefined ? undefined : { kind: "page", parameter: page, first: 1, items };
}

/** `{ nextLinkName: nextLink, itemName: value }`; `nextLinkName: null` means a list that is all on one page. */
function microsoft(value: unknown): Pagination | undefined {
  if (!isObject(value)) return undefined;
  const { nextLinkName } = value;
  if (typeof nextLinkName !== "string" && nextLinkName !== null) return undefined;
  const items = typeof value.itemName === "string" ? value.itemName : "value";
  // Names with dots are keys: `@odata.nextLink`.
  return { kind: "url", next: nextLinkName === null ? [] : [nextLinkName], items: [items] };
}

/** `$.data.items`, `$response.body.data`, `$['a.b'].c` or `data.items` as keys. */
export function pathOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const path = value.trim().replace(/^\$(?:request|response)?(?:\.body|\.query|#)?/, "");
  const steps = Array.from(path.matchAll(/\[\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*\]|[^.[\]/]+/g), (match) => {
    return match[1] ?? match[2] ?? match[3] ?? match[0];
  });
  return steps;
}
