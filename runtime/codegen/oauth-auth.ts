// Access tokens as an authentication: fetched when first needed, kept until shortly before they expire, refreshed
// by one request however many wait, and renewed once when a server refuses one.

import { Auth, type AuthFlow } from "../auth/auth.js";
import { Request } from "../request.js";
import type { Response } from "../response.js";
import type {
  ClientCredentials,
  OAuth2Token,
  PasswordCredentials,
  RefreshCredentials,
} from "./credentials.js";
import { CredentialsError } from "./errors.js";
import { readObject, readToken, TokenError, tokenRequest } from "./oauth-token.js";

export type Grant = ClientCredentials | PasswordCredentials | RefreshCredentials;

/** Where tokens come from. What is not known is looked up in the metadata: RFC 8414, OpenID Connect Discovery 1.0. */
export interface TokenEndpoints {
  readonly tokenUrl?: string | undefined;
  readonly refreshUrl?: string | undefined;
  readonly metadataUrl?: string | undefined;
  /** What relative URLs are resolved against. */
  readonly base?: string | undefined;
}

const expirySkewMs = 30_000;

export class OAuth2Auth extends Auth {
  readonly #grant: Grant;
  readonly #endpoints: TokenEndpoints;
  #discovered: string | undefined;
  #token: OAuth2Token | undefined;
  #renewing: Promise<void> | undefined;

  constructor(grant: Grant, endpoints: TokenEndpoints) {
    super();
    this.#grant = grant;
    this.#endpoints = endpoints;
    if ("refreshToken" in grant && grant.accessToken !== undefined) {
      this.#token = { accessToken: grant.accessToken, tokenType: "Bearer", refreshToken: grant.refreshToken };
    }
  }

  override async *authFlow(request: Request): AuthFlow {
    const token = yield* this.#obtain();
    request.headers.set("Authorization", `Bearer ${token.accessToken}`);
    const response = yield request;
    if (response.statusCode !== 401) return;
    if (request.body.kind === "stream" && !request.body.replayable) return;
    // Another call may have renewed it meanwhile.
    if (this.#token === token) this.#token = { ...token, expiresAt: 0 };
    const renewed = yield* this.#obtain();
    request.headers.set("Authorization", `Bearer ${renewed.accessToken}`);
    yield request;
  }

  async *#obtain(): AsyncGenerator<Request, OAuth2Token, Response> {
    for (;;) {
      const token = this.#token;
      if (token !== undefined && !isExpired(token)) return token;
      if (this.#renewing === undefined) return yield* this.#renew();
      await this.#renewing;
    }
  }

  async *#renew(): AsyncGenerator<Request, OAuth2Token, Response> {
    let finish = (): void => {};
    this.#renewing = new Promise((resolve) => {
      finish = resolve;
    });
    try {
      const token = yield* this.#ask();
      this.#token = token;
      this.#grant.onToken?.(token);
      return token;
    } finally {
      // Reached as well when the call is given up: nobody waits for ever.
      this.#renewing = undefined;
      finish();
    }
  }

  async *#ask(): AsyncGenerator<Request, OAuth2Token, Response> {
    const url = yield* this.#tokenUrl();
    const refreshToken =
      this.#token?.refreshToken ?? ("refreshToken" in this.#grant ? this.#grant.refreshToken : undefined);
    if (refreshToken !== undefined) {
      const { refreshUrl, base } = this.#endpoints;
      const target = refreshUrl === undefined ? url : new URL(refreshUrl, base).href;
      const response = yield tokenRequest(target, this.#grant, {
        grant_type: "refresh_token",
        refresh_token: refreshToken,
      });
      try {
        // RFC 6749 §6: without a new refresh token the old one stays good.
        return { refreshToken, ...(await readToken(response)) };
      } catch (error) {
        if (!(error instanceof TokenError) || "refreshToken" in this.#grant) throw error;
        // A refresh token that has expired: there are still the credentials.
      }
    }
    return await readToken(yield tokenRequest(url, this.#grant, grantFields(this.#grant)));
  }

  async *#tokenUrl(): AsyncGenerator<Request, string, Response> {
    const { tokenUrl, metadataUrl, base } = this.#endpoints;
    const known = this.#grant.tokenUrl ?? tokenUrl ?? this.#discovered;
    if (known !== undefined) return resolved(known, base);
    if (metadataUrl === undefined) {
      throw new CredentialsError(
        'The document has no token URL for these credentials; give "tokenUrl" with them.',
      );
    }
    const response = yield new Request("GET", resolved(metadataUrl, base), {
      headers: { Accept: "application/json" },
    });
    await response.read();
    const endpoint = readObject(response).token_endpoint;
    if (!response.isSuccess || typeof endpoint !== "string") {
      throw new CredentialsError(
        `${metadataUrl} answered ${response.statusCode} and names no token endpoint.`,
      );
    }
    this.#discovered = endpoint;
    return endpoint;
  }
}

function resolved(url: string, base: string | undefined): string {
  if (URL.canParse(url, base)) return new URL(url, base).href;
  throw new CredentialsError(`The token URL "${url}" is relative; give "tokenUrl" with the credentials.`);
}

/** A token that lives for less than the skew would never be used, so that one is kept until it has expired. */
function isExpired({ expiresAt }: OAuth2Token): boolean {
  return expiresAt !== undefined && Date.now() >= expiresAt - expirySkewMs;
}

function grantFields(grant: Grant): Record<string, string | undefined> {
  const common = { scope: grant.scopes?.join(" "), ...grant.parameters };
  if ("username" in grant) {
    return { grant_type: "password", username: grant.username, password: grant.password, ...common };
  }
  return { grant_type: "client_credentials", ...common };
}
