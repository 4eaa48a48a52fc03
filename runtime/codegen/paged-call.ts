// A call whose answer is one page of many.

import type { Response } from "../response.js";
import { ApiCall } from "./call.js";
import type { CallOptions } from "./call-options.js";
import type { Caller } from "./caller.js";
import type { Operation } from "./operation.js";
import { itemsOf, LoopGuard, nextPage, type Page } from "./pagination.js";
import type { Data } from "./reply.js";

/**
 * A call whose answer is one page of many. Awaited, it gives the first page; iterated, the items of all pages.
 *
 * @example
 * for await (const pet of api.pets.listPets({ limit: 100 })) console.log(pet.name);
 */
export class PagedCall<Responses, Item> extends ApiCall<Responses> implements AsyncIterable<Item> {
  readonly #caller: Caller;
  readonly #args: object | undefined;
  readonly #options: CallOptions | undefined;

  /** Internal. Generated functions make calls, through `pagedCall`. */
  constructor(
    caller: Caller,
    operation: Operation<never, Responses>,
    args: object | undefined,
    options: CallOptions | undefined,
  ) {
    super(caller, operation, args, options);
    this.#caller = caller;
    this.#args = args;
    this.#options = options;
  }

  /** Each item of each page, fetched as the loop goes. @throws ApiError, PaginationError when pages repeat */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      // The document says where a page has its items, and Item is their type.
      yield* itemsOf(this.operation, page) as readonly Item[];
    }
  }

  /** Each page's body. @throws ApiError, PaginationError when pages repeat */
  async *pages(): AsyncGenerator<Data<Responses>, void, undefined> {
    const guard = new LoopGuard(this.operation);
    // Arguments are read by their own names only.
    let page: Page = { args: (this.#args ?? {}) as Page["args"], url: undefined };
    let call: ApiCall<Responses> = this;
    for (;;) {
      const data: Data<Responses> = await call;
      // The one that was just read.
      const response: Response = await call.asResponse();
      yield data;
      const next = nextPage(this.operation, page, data, response);
      if (next === undefined) return;
      guard.check(next, response);
      page = next;
      call = new ApiCall(this.#caller, this.operation, next.args, this.#options, next.url);
    }
  }

  /** All items in an array, or the first `limit` of them. @throws ApiError, PaginationError when pages repeat */
  async toArray(options: { readonly limit?: number | undefined } = {}): Promise<Item[]> {
    const { limit = Number.POSITIVE_INFINITY } = options;
    const items: Item[] = [];
    if (limit <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= limit) break;
    }
    return items;
  }
}

/** Prepares the call of an operation that answers page by page. Nothing is sent yet. */
export function pagedCall<Args, Responses, Item>(
  caller: Caller,
  operation: Operation<Args, Responses>,
  args?: Args,
  options?: CallOptions,
): PagedCall<Responses, Item> {
  return new PagedCall(caller, operation, args as object | undefined, options);
}
