import { assertFunction } from "../option-kinds.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import type { Transport } from "./transport.js";

/**
 * Answers from a function, without any network: for tests. The request's body is read before the function is called.
 *
 * @example
 * const client = new Client({ transport: new MockTransport((request) => new Response(200, { json: { path: request.url.pathname } })) });
 */
export class MockTransport implements Transport {
  readonly #handler: (request: Request) => Response | Promise<Response>;

  constructor(handler: (request: Request) => Response | Promise<Response>) {
    assertFunction("MockTransport", handler);
    this.#handler = handler;
  }

  async handleRequest(request: Request): Promise<Response> {
    await request.take();
    return this.#handler(request);
  }

  async close(): Promise<void> {}
}
