// The OAuth 2 flows in which a person takes part: how to get from an endpoint to a token. What it gives goes into
// the SDK's `auth` option: the access token itself, or `{ refreshToken, accessToken, clientId }`.

import { Client } from "../client.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import { LONGEST_TIMER_MS } from "../timeouts.js";
import type { OAuth2Token } from "./credentials.js";
import { CredentialsError } from "./errors.js";
import {
  endpointIn,
  type Metadata,
  type MetadataName,
  metadataRequest,
  readMetadata,
  resolvedEndpoint,
} from "./oauth-metadata.js";
import { readObject, readToken, type TokenClient, TokenError, tokenRequest } from "./oauth-token.js";
import { Resource } from "./resource.js";
import type { OAuthEndpoints } from "./security-schemes.js";

/** What every step may be given. */
interface Through {
  /** Sends the requests. Default: one of its own. */
  readonly client?: Client | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AuthorizationRequest extends Through {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes?: readonly string[] | undefined;
  /** @default random */
  readonly state?: string | undefined;
  /** Further query parameters, such as `prompt`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** Where to send the user, and what to remember until they come back. */
export interface Authorization {
  readonly url: string;
  /** Must be what the redirect carries as `state`. */
  readonly state: string;
  /** Goes to `exchange`. */
  readonly codeVerifier: string;
}

export interface CodeExchange extends TokenClient, Through {
  readonly clientId: string;
  readonly code: string;
  readonly codeVerifier?: string | undefined;
  readonly redirectUri: string;
}

export interface DeviceRequest extends TokenClient, Through {
  readonly clientId: string;
  readonly scopes?: readonly string[] | undefined;
}

/** RFC 8628 §3.2: what to show to the user. */
export interface DeviceAuthorization {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete?: string;
  /** Waits until the user has agreed. @throws TokenError when they refuse or take too long */
  token(): Promise<OAuth2Token>;
}

/** The interactive flows of one security scheme. */
export interface OAuth2Helper {
  /** The authorization code flow's first half, with PKCE (RFC 7636, S256). */
  authorize(request: AuthorizationRequest): Promise<Authorization>;
  /** Its second half. @throws TokenError */
  exchange(exchange: CodeExchange): Promise<OAuth2Token>;
  /** The device flow, RFC 8628. @throws TokenError */
  device(request: DeviceRequest): Promise<DeviceAuthorization>;
}

/**
 * The flows of an API's OAuth 2 or OpenID Connect scheme, at the endpoints that its document names. `scheme` is needed where
 * there are several.
 *
 * @example
 * const { url, state, codeVerifier } = await oauth2(api).authorize({ clientId, redirectUri, scopes: ["read"] });
 */
export function oauth2(api: Resource, scheme?: string): OAuth2Helper;
/** The flows at these endpoints. */
export function oauth2(endpoints: OAuthEndpoints): OAuth2Helper;
export function oauth2(source: Resource | OAuthEndpoints, scheme?: string): OAuth2Helper {
  const provider = source instanceof Resource ? providerOf(source, scheme) : new Provider(source);
  return {
    authorize: (request) => authorizationOf(provider, request),
    exchange: (exchange) => exchangeCode(provider, exchange),
    device: (request) => startDevice(provider, request),
  };
}

function providerOf(api: Resource, name: string | undefined): Provider {
  const engine = Resource.engineOf(api);
  const schemes = Object.entries(engine?.schemes ?? {}).filter(
    ([, { kind }]) => kind === "oauth2" || kind === "openid-connect",
  );
  const [found, another] = name === undefined ? schemes : schemes.filter(([key]) => key === name);
  if (found === undefined || another !== undefined) {
    const names = schemes.map(([key]) => `"${key}"`).join(", ");
    throw new CredentialsError(
      name === undefined && found !== undefined
        ? `Say which scheme to use: ${names}.`
        : `The API has no scheme ${name === undefined ? "" : `"${name}" `}of OAuth 2 or OpenID Connect${names === "" ? "" : `, but ${names}`}.`,
    );
  }
  const [, scheme] = found;
  const endpoints =
    scheme.kind === "openid-connect" ? { metadataUrl: scheme.url } : scheme.kind === "oauth2" ? scheme : {};
  return new Provider(endpoints, engine?.base, engine?.client);
}

type Flow = keyof NonNullable<OAuthEndpoints["tokenUrls"]>;

/** What OpenAPI calls them. */
const documentNames: Readonly<Record<MetadataName, keyof OAuthEndpoints>> = {
  authorization_endpoint: "authorizationUrl",
  token_endpoint: "tokenUrl",
  device_authorization_endpoint: "deviceAuthorizationUrl",
};

/** Who gives out tokens. What the document does not say is looked up once. */
class Provider {
  readonly #endpoints: OAuthEndpoints;
  readonly #base: string | undefined;
  /** Sends requests for which the caller gives no other. */
  readonly #client: Client | undefined;
  #metadata: Promise<Metadata> | undefined;

  constructor(endpoints: OAuthEndpoints, base?: string, client?: Client) {
    this.#endpoints = endpoints;
    this.#base = base;
    this.#client = client;
  }

  authorizationUrl(through: Through): Promise<string> {
    return this.#endpoint(this.#endpoints.authorizationUrl, "authorization_endpoint", through);
  }

  tokenUrl(flow: Flow, through: Through): Promise<string> {
    const { tokenUrl, tokenUrls } = this.#endpoints;
    return this.#endpoint(tokenUrls?.[flow] ?? tokenUrl, "token_endpoint", through);
  }

  deviceUrl(through: Through): Promise<string> {
    const { deviceAuthorizationUrl } = this.#endpoints;
    return this.#endpoint(deviceAuthorizationUrl, "device_authorization_endpoint", through);
  }

  async #endpoint(declared: string | undefined, name: MetadataName, through: Through): Promise<string> {
    if (declared !== undefined) return resolvedEndpoint(declared, this.#base);
    const { metadataUrl } = this.#endpoints;
    if (metadataUrl === undefined)
      throw new CredentialsError(`This security scheme has no "${documentNames[name]}".`);
    const request = metadataRequest(resolvedEndpoint(metadataUrl, this.#base));
    this.#metadata ??= this.ask(through, request, readMetadata).catch((error: unknown) => {
      // The next one asks again.
      this.#metadata = undefined;
      throw error;
    });
    return endpointIn(await this.#metadata, name);
  }

  async ask<Answer>(
    { client = this.#client, signal }: Through,
    request: Request,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer> {
    if (client !== undefined) return read(await client.send(request, { auth: null, signal }));
    const own = new Client();
    try {
      return await read(await own.send(request, { auth: null, signal }));
    } finally {
      // Not `await using`: an SDK's own copy of this file runs as it is, and Node learned the word in version 24.
      await own.close();
    }
  }
}

async function authorizationOf(
  provider: Provider,
  { clientId, redirectUri, scopes, parameters, state = randomText(), ...through }: AuthorizationRequest,
): Promise<Authorization> {
  const codeVerifier = randomText();
  const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier));
  const url = new URL(await provider.authorizationUrl(through));
  const query: Record<string, string | undefined> = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes?.join(" "),
    state,
    code_challenge: base64Url(new Uint8Array(challenge)),
    code_challenge_method: "S256",
    ...parameters,
  };
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value);
  return { url: url.href, state, codeVerifier };
}

async function exchangeCode(
  provider: Provider,
  { code, codeVerifier, redirectUri, client, signal, ...tokenClient }: CodeExchange,
): Promise<OAuth2Token> {
  const fields = {
    grant_type: "authorization_code",
    code,
    code_verifier: codeVerifier,
    redirect_uri: redirectUri,
  };
  const through = { client, signal };
  const url = await provider.tokenUrl("authorizationCode", through);
  return provider.ask(through, tokenRequest(url, tokenClient, fields), readToken);
}

async function startDevice(
  provider: Provider,
  { scopes, client, signal, ...tokenClient }: DeviceRequest,
): Promise<DeviceAuthorization> {
  const through = { client, signal };
  const url = await provider.deviceUrl(through);
  const tokenUrl = await provider.tokenUrl("deviceAuthorization", through);
  const request = tokenRequest(url, tokenClient, { scope: scopes?.join(" ") });
  const answer = await provider.ask(through, request, readDeviceAnswer);
  return {
    userCode: answer.userCode,
    verificationUri: answer.verificationUri,
    ...(answer.verificationUriComplete !== undefined && {
      verificationUriComplete: answer.verificationUriComplete,
    }),
    token: () => pollForToken(provider, tokenUrl, tokenClient, answer, through),
  };
}

interface DeviceAnswer {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | undefined;
  readonly intervalMs: number;
}

async function readDeviceAnswer(response: Response): Promise<DeviceAnswer> {
  await response.read();
  const answer = readObject(response);
  const text = (name: string): string | undefined => {
    const value = answer[name];
    return typeof value === "string" ? value : undefined;
  };
  const deviceCode = text("device_code");
  const userCode = text("user_code");
  // Some servers wrote it so before the RFC.
  const verificationUri = text("verification_uri") ?? text("verification_url");
  if (
    !response.isSuccess ||
    deviceCode === undefined ||
    userCode === undefined ||
    verificationUri === undefined
  ) {
    throw new TokenError(response, text("error"), text("error_description"));
  }
  const verificationUriComplete = text("verification_uri_complete");
  const interval = Number(answer.interval);
  // RFC 8628 §3.2: 5 seconds, unless the server says otherwise.
  const intervalMs = answer.interval != null && interval >= 0 ? interval * 1000 : 5000;
  return { deviceCode, userCode, verificationUri, verificationUriComplete, intervalMs };
}

/** RFC 8628 §3.5. */
async function pollForToken(
  provider: Provider,
  tokenUrl: string,
  tokenClient: TokenClient,
  { deviceCode, intervalMs }: DeviceAnswer,
  through: Through,
): Promise<OAuth2Token> {
  const fields = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: deviceCode };
  let waitMs = intervalMs;
  for (;;) {
    await pause(waitMs, through.signal);
    try {
      return await provider.ask(through, tokenRequest(tokenUrl, tokenClient, fields), readToken);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      if (error.error === "slow_down") waitMs += 5000;
      else if (error.error !== "authorization_pending") throw error;
    }
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(ms, LONGEST_TIMER_MS),
    );
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
