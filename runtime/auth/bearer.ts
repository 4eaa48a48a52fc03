import type { Request } from "../request.js";
import { Auth, type AuthFlow } from "./auth.js";

/** A token, or what gives one; asked again for each request, so that it may rotate. */
export type BearerToken = string | (() => string | Promise<string>);

/** Sends a bearer token (RFC 6750). */
export class BearerAuth extends Auth {
  readonly #token: BearerToken;

  constructor(token: BearerToken) {
    super();
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
  request.headers.set("Authorization", `Bearer ${await token()}`);
  yield request;
}
