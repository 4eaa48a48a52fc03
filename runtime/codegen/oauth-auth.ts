// Access tokens as an authentication: a token of the source with each request, and a new one when a server refuses it.

import { Auth, type AuthFlow } from "../auth/auth.js";
import type { Request } from "../request.js";
import { type Grant, type TokenEndpoints, type TokenSource, tokenSource } from "./oauth-token-source.js";

export class OAuth2Auth extends Auth {
  readonly #source: TokenSource;

  /** `scopes`: what the operation requires; a grant with scopes of its own asks for these. */
  constructor(grant: Grant, endpoints: TokenEndpoints, scopes: readonly string[]) {
    super();
    this.#source = tokenSource(grant, endpoints, scopes);
  }

  override async *authFlow(request: Request): AuthFlow {
    const token = yield* this.#source.obtain();
    request.headers.set("Authorization", `Bearer ${token.accessToken}`);
    const response = yield request;
    if (response.statusCode !== 401) return;
    if (request.body.kind === "stream" && !request.body.replayable) return;
    this.#source.refuse(token);
    const renewed = yield* this.#source.obtain();
    request.headers.set("Authorization", `Bearer ${renewed.accessToken}`);
    yield request;
  }
}
