// How operations page where no extension says it: as the user's configuration has it, or by the `Link` header that a list
// declares (RFC 8288).

import type { Checked, Diagnostic } from "../diagnostics.js";
import { nearest } from "../near-miss.js";
import type { PaginationRule } from "../options.js";
import type { Api, Operation, Pagination, Type } from "./api.js";
import { pathOf } from "./pagination.js";
import { parsePattern } from "./patterns.js";

/** Rules by pattern, as those of --include: the last one that matches an operation counts, before the document's own. */
export type PaginationRules = Readonly<Record<string, PaginationRule | false>>;

export function withPagination(api: Api, rules: PaginationRules = {}): Checked<Api> {
  const patterns = Object.entries(rules).map(([text, rule]) => ({ pattern: parsePattern(text), rule }));
  const matched = new Set<string>();
  let isChanged = false;
  const operations = api.operations.map((operation) => {
    const found = patterns.filter(({ pattern }) => {
      const names = { ...operationNames(operation), webhook: [] };
      return pattern.kinds.some((kind) => names[kind].some((name) => pattern.matches(name)));
    });
    for (const { pattern } of found) matched.add(pattern.text);
    const rule = found.at(-1)?.rule;
    const pagination =
      rule === undefined
        ? (operation.pagination ?? linkedPages(operation, api))
        : rule === false
          ? undefined
          : paginationOf(rule);
    if (pagination === operation.pagination) return operation;
    isChanged = true;
    const { pagination: _, ...others } = operation;
    return pagination === undefined ? others : { ...others, pagination };
  });
  const diagnostics = patterns
    .filter(({ pattern }) => !matched.has(pattern.text))
    .map(({ pattern }) => noMatch(pattern.text, api));
  return { value: isChanged ? { ...api, operations } : api, diagnostics };
}

function operationNames({ tags, path, method, operationId }: Operation) {
  return { tag: tags, path: [path], operation: [operationId ?? `${method} ${path}`] };
}

function paginationOf(rule: PaginationRule): Pagination {
  const items = pathOf(rule.items) ?? [];
  switch (rule.kind) {
    case "cursor":
      return { kind: "cursor", parameter: rule.parameter, cursor: pathOf(rule.cursor) ?? [], items };
    case "offset":
      return { kind: "offset", parameter: rule.parameter, items };
    case "page":
      return { kind: "page", parameter: rule.parameter, first: rule.first ?? 1, items };
    case "url":
      return { kind: "url", next: pathOf(rule.next) ?? [], items };
    case "link":
      return { kind: "link", items };
  }
}

/** A list that is read, whose answer declares a `Link` header: the next page is where `rel="next"` says, if anywhere. */
function linkedPages({ method, responses }: Operation, api: Api): Pagination | undefined {
  if (method !== "GET") return undefined;
  const linked = responses.find(
    ({ status, headers }) =>
      status.startsWith("2") && headers.some(({ name }) => name.toLowerCase() === "link"),
  );
  const media = linked?.content.find(({ kind }) => kind === "json");
  const items = media === undefined ? undefined : listIn(media.type, api);
  return items === undefined ? undefined : { kind: "link", items };
}

/** Where the one list of a body is: the body itself, or a property. */
function listIn(type: Type, api: Api): readonly string[] | undefined {
  const body = resolved(type, api);
  if (body.kind === "array") return [];
  if (body.kind !== "object") return undefined;
  const lists = body.properties.filter((property) => resolved(property.type, api).kind === "array");
  const [only] = lists;
  return only === undefined || lists.length > 1 ? undefined : [only.key];
}

function resolved(type: Type, { declarations }: Api): Type {
  let current = type;
  // References run in no circles, but generics may pass through many.
  for (let steps = 0; current.kind === "reference" && steps < 20; steps++) {
    const target = declarations.get(current.id);
    if (target === undefined) return current;
    current = target.type;
  }
  return current;
}

function noMatch(text: string, { operations }: Api): Diagnostic {
  const names = operations.flatMap(({ operationId, path }) => [
    path,
    ...(operationId === undefined ? [] : [operationId]),
  ]);
  const near = nearest(text, names);
  return {
    code: "pagination-no-match",
    severity: "warning",
    message: `"pagination" has "${text}", which matches no operation.`,
    help:
      near === undefined ? "Use an operationId, a path or a pattern of these." : `Did you mean "${near}"?`,
  };
}
