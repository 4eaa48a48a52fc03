import type { Request } from "../request.js";
import { Auth, type AuthFlow } from "./auth.js";

/** A token, or what gives one; asked again for each request, so that it may rotate. */
export type BearerToken = string | (() => string | Promise<string>);

/** Sends a bearer token (RFC 6750). */
export class BearerAuth extends Auth {
  readonly #token: BearerToken;

  constructor(token: BearerToken) {
    super();
    // Not shown: it is a secret, whatever it is.
    if (typeof token !== "string" && typeof token !== "function")
      throw new TypeError(`BearerAuth must be given a token or a function, not ${typeof token}.`);
    this.#token = token;
  }

  override authFlow(request: Request): AuthFlow {
    return typeof this.#token === "string" ? fixed(request, this.#token) : asked(request, this.#token);
  }
}

function* fixed(request: Request, token: string): AuthFlow {
  request.headers.set("Authorization", `Bearer ${token}`);
  yield request;
}

async function* asked(request: Request, token: () => string | Promise<string>): AuthFlow {
  const given: unknown = await token();
  if (typeof given !== "string")
    throw new TypeError(`BearerAuth's function must return a token, not ${typeof given}.`);
  request.headers.set("Authorization", `Bearer ${given}`);
  yield request;
}
