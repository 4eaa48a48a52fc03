// Where access tokens come from: fetched when first needed, kept until shortly before they expire, refreshed by one
// request however many wait.

import type { Request } from "../request.js";
import type { Response } from "../response.js";
import type {
  ClientCredentials,
  OAuth2Token,
  PasswordCredentials,
  RefreshCredentials,
} from "./credentials.js";
import { CredentialsError } from "./errors.js";
import { endpointIn, metadataRequest, readMetadata, resolvedEndpoint } from "./oauth-metadata.js";
import { readToken, TokenError, tokenRequest } from "./oauth-token.js";
import type { OAuthEndpoints } from "./security-schemes.js";

export type Grant = ClientCredentials | PasswordCredentials | RefreshCredentials;

/** Where tokens come from. What is not known is looked up in the metadata: RFC 8414, OpenID Connect Discovery 1.0. */
export interface TokenEndpoints
  extends Pick<OAuthEndpoints, "tokenUrl" | "tokenUrls" | "refreshUrl" | "metadataUrl"> {
  /** What relative URLs are resolved against. */
  readonly base?: string | undefined;
}

const expirySkewMs = 30_000;

// By what is asked for: operations whose scopes make no difference share a source.
const sources = new WeakMap<Grant, Map<string, TokenSource>>();

/** The tokens of a grant for a set of scopes. */
export function tokenSource(
  grant: Grant,
  endpoints: TokenEndpoints,
  required: readonly string[],
): TokenSource {
  // What a person agreed to is in the refresh token.
  const scopes = grant.scopes ?? ("refreshToken" in grant ? [] : required);
  let known = sources.get(grant);
  if (known === undefined) {
    known = new Map();
    sources.set(grant, known);
  }
  const key = JSON.stringify([endpoints, scopes]);
  let source = known.get(key);
  if (source === undefined) {
    source = new TokenSource(grant, endpoints, scopes);
    known.set(key, source);
  }
  return source;
}

type Steps<Result> = AsyncGenerator<Request, Result, Response>;

export class TokenSource {
  readonly #grant: Grant;
  readonly #endpoints: TokenEndpoints;
  readonly #scopes: readonly string[];
  #discovered: string | undefined;
  #token: OAuth2Token | undefined;
  #freshUntil = Number.POSITIVE_INFINITY;
  /** What those who wait for the one that asks learn: the token endpoint's refusal, if it refused. */
  #renewing: Promise<CredentialsError | undefined> | undefined;

  constructor(grant: Grant, endpoints: TokenEndpoints, scopes: readonly string[]) {
    this.#grant = grant;
    this.#endpoints = endpoints;
    this.#scopes = scopes;
    if ("refreshToken" in grant && grant.accessToken !== undefined) {
      this.#token = { accessToken: grant.accessToken, tokenType: "Bearer", refreshToken: grant.refreshToken };
    }
  }

  /** The token at hand, or a new one. @throws CredentialsError when the token endpoint refuses */
  async *obtain(): Steps<OAuth2Token> {
    for (;;) {
      const token = this.#token;
      if (token !== undefined && Date.now() < this.#freshUntil) return token;
      if (this.#renewing === undefined) return yield* this.#renew();
      const refusal = await this.#renewing;
      // Whoever asked may just have been given up; but what was refused would be refused again.
      if (refusal !== undefined) throw refusal;
    }
  }

  /** A server does not take it. Unless another call has renewed it meanwhile, the next one to ask gets a new one. */
  refuse(token: OAuth2Token): void {
    if (this.#token === token) this.#freshUntil = 0;
  }

  async *#renew(): Steps<OAuth2Token> {
    let finish = (_refusal: CredentialsError | undefined): void => {};
    this.#renewing = new Promise((resolve) => {
      finish = resolve;
    });
    let refusal: CredentialsError | undefined;
    try {
      const token = yield* this.#ask();
      this.#token = token;
      this.#freshUntil = freshUntil(token);
      this.#grant.onToken?.(token);
      return token;
    } catch (error) {
      if (error instanceof CredentialsError) refusal = error;
      throw error;
    } finally {
      // Reached as well when the call is given up: nobody waits for ever.
      this.#renewing = undefined;
      finish(refusal);
    }
  }

  async *#ask(): Steps<OAuth2Token> {
    const url = yield* this.#tokenUrl();
    const refreshToken =
      this.#token?.refreshToken ?? ("refreshToken" in this.#grant ? this.#grant.refreshToken : undefined);
    if (refreshToken !== undefined) {
      const { refreshUrl, base } = this.#endpoints;
      const target = refreshUrl === undefined ? url : resolvedEndpoint(refreshUrl, base);
      const response = yield tokenRequest(target, this.#grant, {
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        // RFC 6749 §6: left out, they are those of the refresh token.
        scope: "refreshToken" in this.#grant ? scopeText(this.#scopes) : undefined,
        ...this.#grant.parameters,
      });
      try {
        // RFC 6749 §6: without a new refresh token the old one stays good.
        return { refreshToken, ...(await readToken(response)) };
      } catch (error) {
        if (!(error instanceof TokenError) || "refreshToken" in this.#grant) throw error;
        // A refresh token that has expired: there are still the credentials.
      }
    }
    return await readToken(yield tokenRequest(url, this.#grant, grantFields(this.#grant, this.#scopes)));
  }

  async *#tokenUrl(): Steps<string> {
    const { tokenUrl, tokenUrls = {}, metadataUrl, base } = this.#endpoints;
    const flow = "username" in this.#grant ? "password" : "clientCredentials";
    const ofFlow = "refreshToken" in this.#grant ? undefined : tokenUrls[flow];
    const known = this.#grant.tokenUrl ?? ofFlow ?? tokenUrl ?? this.#discovered;
    if (known !== undefined) return resolvedEndpoint(known, base);
    if (metadataUrl === undefined) {
      throw new CredentialsError(
        'The document has no token URL for these credentials; give "tokenUrl" with them.',
      );
    }
    const response = yield metadataRequest(resolvedEndpoint(metadataUrl, base));
    this.#discovered = endpointIn(await readMetadata(response), "token_endpoint");
    return this.#discovered;
  }
}

/** Shortly before it expires. A token that lives for less than the skew would never be used: it keeps half of its life. */
function freshUntil({ expiresAt = Number.POSITIVE_INFINITY }: OAuth2Token): number {
  return Math.max(expiresAt - expirySkewMs, (Date.now() + expiresAt) / 2);
}

function scopeText(scopes: readonly string[]): string | undefined {
  return scopes.length === 0 ? undefined : scopes.join(" ");
}

function grantFields(grant: Grant, scopes: readonly string[]): Record<string, string | undefined> {
  const common = { scope: scopeText(scopes), ...grant.parameters };
  if ("username" in grant) {
    return { grant_type: "password", username: grant.username, password: grant.password, ...common };
  }
  return { grant_type: "client_credentials", ...common };
}
