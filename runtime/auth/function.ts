import { assertFunction } from "../option-kinds.js";
import type { Request } from "../request.js";
import { Auth, type AuthFlow } from "./auth.js";

/** Changes a request, or returns another one to send in its place. */
export type AuthFunction = (request: Request) => SignedRequest | Promise<SignedRequest>;

// biome-ignore lint/suspicious/noConfusingVoidType: a function that only changes its request returns nothing.
type SignedRequest = Request | undefined | void;

/** Authentication by one function, which signs or replaces the request. */
export class FunctionAuth extends Auth {
  readonly #sign: AuthFunction;

  constructor(sign: AuthFunction) {
    super();
    assertFunction("FunctionAuth", sign);
    this.#sign = sign;
  }

  override async *authFlow(request: Request): AuthFlow {
    yield (await this.#sign(request)) ?? request;
  }
}
