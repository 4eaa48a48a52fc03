// From one page to the next, as the document says. Pure, but for the guard against pages without end.

import type { Response } from "../response.js";
import { PaginationError } from "./errors.js";
import { encodeJson } from "./json.js";
import type { OperationDescriptor } from "./operation.js";
import { type Arguments, argument } from "./parameters.js";

/** What asks for a page: arguments, or the URL that the page before it named. */
export interface Page {
  readonly args: Arguments;
  readonly url: URL | undefined;
}

/** The value at a path into a body; `undefined` where the path ends early. `-1` is the last item of an array. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (key === "-1" && Array.isArray(current)) {
      current = current.at(-1);
      continue;
    }
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/** The items of a page; none where the body has none. */
export function itemsOf({ pagination }: OperationDescriptor, data: unknown): readonly unknown[] {
  if (pagination === undefined) return [];
  const items = valueAt(data, pagination.items);
  return Array.isArray(items) ? items : [];
}

/** What asks for the page after this one; `undefined` after the last. */
export function nextPage(
  operation: OperationDescriptor,
  page: Page,
  data: unknown,
  response: Response,
): Page | undefined {
  const { pagination } = operation;
  switch (pagination?.kind) {
    case undefined:
      return undefined;
    case "cursor": {
      const cursor = valueAt(data, pagination.cursor);
      return isBlank(cursor) ? undefined : withArgument(operation, page, pagination.parameter, cursor);
    }
    case "offset": {
      const count = itemsOf(operation, data).length;
      if (count === 0) return undefined;
      const offset = Number(argumentOf(operation, page, pagination.parameter) ?? 0);
      return withArgument(operation, page, pagination.parameter, offset + count);
    }
    case "page": {
      if (itemsOf(operation, data).length === 0) return undefined;
      const current = Number(argumentOf(operation, page, pagination.parameter) ?? pagination.first);
      const count = pagination.count && valueAt(data, pagination.count);
      if (typeof count === "number" && current >= count) return undefined;
      return withArgument(operation, page, pagination.parameter, current + 1);
    }
    case "url":
      return linked(page, valueAt(data, pagination.next), response);
    case "link":
      return linked(page, response.links.next?.url, response);
  }
}

/** `null`, `""` and `false` are all in use for "no more". */
function isBlank(cursor: unknown): boolean {
  return cursor === undefined || cursor === null || cursor === "" || cursor === false;
}

function linked(page: Page, url: unknown, response: Response): Page | undefined {
  if (typeof url !== "string" || url === "") return undefined;
  return { args: page.args, url: new URL(url, response.url) };
}

/** The argument that a parameter of the wire has; else a property of the body. */
function argumentNameOf(operation: OperationDescriptor, parameter: string): string | undefined {
  const inQuery = operation.parameters?.find(
    ({ name, in: place }) => name === parameter && place === "query",
  );
  const found = inQuery ?? operation.parameters?.find(({ name }) => name === parameter);
  if (found === undefined) return operation.path.includes(`{${parameter}}`) ? parameter : undefined;
  return found.as ?? found.name;
}

function bodyOf(args: Arguments): Record<string, unknown> {
  const body = argument(args, "body");
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function argumentOf(operation: OperationDescriptor, { args }: Page, parameter: string): unknown {
  const name = argumentNameOf(operation, parameter);
  return name === undefined ? argument(bodyOf(args), parameter) : argument(args, name);
}

function withArgument(
  operation: OperationDescriptor,
  { args }: Page,
  parameter: string,
  value: unknown,
): Page {
  const name = argumentNameOf(operation, parameter);
  if (name !== undefined) return { args: { ...args, [name]: value }, url: undefined };
  return { args: { ...args, body: { ...bodyOf(args), [parameter]: value } }, url: undefined };
}

/** Ends a walk over pages that would never end by itself: a page asked for twice, or one that repeats the last. */
export class LoopGuard {
  readonly #operation: OperationDescriptor;
  readonly #asked = new Set<string>();
  #lastBody: string | undefined;

  constructor(operation: OperationDescriptor) {
    this.#operation = operation;
  }

  /** @throws PaginationError */
  check(next: Page, response: Response): void {
    const key = next.url?.href ?? this.#keyOf(next);
    if (this.#asked.has(key)) {
      throw new PaginationError(
        `${this.#operation.id}: the server names a page as the next one that was read already; the list does not end.`,
      );
    }
    this.#asked.add(key);
    // A server that does not know the parameter answers with the first page for ever.
    const kind = this.#operation.pagination?.kind;
    if (kind !== "offset" && kind !== "page") return;
    if (response.text === this.#lastBody) {
      throw new PaginationError(
        `${this.#operation.id}: two pages in a row are the same; the server does not know the paging parameter.`,
      );
    }
    this.#lastBody = response.text;
  }

  #keyOf(page: Page): string {
    const { pagination } = this.#operation;
    const parameter = pagination !== undefined && "parameter" in pagination ? pagination.parameter : "";
    return encodeJson(argumentOf(this.#operation, page, parameter));
  }
}
