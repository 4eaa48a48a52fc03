import { describeRequest, RemoteProtocolError } from "../errors.js";
import { Headers } from "../headers.js";
import { assertKnownOptions } from "../near-miss.js";
import { described, isObject, type KnownOptions, knownOptions, type OptionKinds } from "../option-kinds.js";
import { Request } from "../request.js";
import type { Response } from "../response.js";
import { Auth, type AuthFlow } from "./auth.js";

/** Options of OAuth2ClientCredentials. */
export interface OAuth2Options {
  /** Where tokens are asked for. */
  readonly tokenUrl: string | URL;
  /** The client's name at the authorization server. */
  readonly clientId: string;
  /** Its secret there. */
  readonly clientSecret: string;
  /** One scope, several separated by spaces, or a list. */
  readonly scope?: string | readonly string[] | undefined;
  /** How the client names itself to the token endpoint: HTTP Basic (the default), or fields of the form. */
  readonly clientAuth?: "basic" | "body" | undefined;
  /** Further fields of the token request, such as `audience`. */
  readonly extra?: Readonly<Record<string, string>> | undefined;
  /** A token is renewed this many milliseconds before it expires. Default 30,000. */
  readonly expirySkew?: number | undefined;
}

const known: KnownOptions = knownOptions({
  // Read below, as no message may show any of them.
  tokenUrl: undefined,
  clientId: undefined,
  clientSecret: undefined,
  scope: "a string or a list of strings",
  clientAuth: "a string",
  extra: "an object",
  expirySkew: "a number from 0 up",
} satisfies OptionKinds<OAuth2Options>);

interface Token {
  readonly value: string;
  /** On the clock of performance.now(). */
  readonly expiresAt: number;
}

/**
 * OAuth 2.0 client credentials (RFC 6749 §4.4). The token is kept until shortly before it expires; however many requests
 * need one, one asks for it; a 401 gets one new token and one more try.
 */
export class OAuth2ClientCredentials extends Auth {
  readonly #options: OAuth2Options;
  #token: Token | undefined;
  #refresh: Promise<void> | undefined;

  constructor(options: OAuth2Options) {
    super();
    assertKnownOptions("OAuth2ClientCredentials", options, known);
    for (const name of ["tokenUrl", "clientId", "clientSecret"] as const) {
      const value = options[name];
      if (typeof value === "string" || (name === "tokenUrl" && value instanceof URL)) continue;
      throw new TypeError(`OAuth2ClientCredentials: ${name} must be a string, not ${typeof value}.`);
    }
    const { clientAuth = "basic" } = options;
    if (clientAuth !== "basic" && clientAuth !== "body")
      throw new TypeError(
        `OAuth2ClientCredentials: clientAuth must be "basic" or "body", not ${described(clientAuth)}.`,
      );
    this.#options = options;
  }

  override async *authFlow(request: Request): AuthFlow {
    const token = yield* this.#obtain();
    request.headers.set("Authorization", `Bearer ${token.value}`);
    const response = yield request;
    if (response.statusCode !== 401) return;
    if (request.body.kind === "stream" && !request.body.replayable) return;
    // Another request may have renewed it meanwhile.
    if (this.#token === token) this.#token = undefined;
    const renewed = yield* this.#obtain();
    request.headers.set("Authorization", `Bearer ${renewed.value}`);
    yield request;
  }

  async *#obtain(): AsyncGenerator<Request, Token, Response> {
    for (;;) {
      if (this.#token !== undefined && performance.now() < this.#token.expiresAt) return this.#token;
      if (this.#refresh === undefined) return yield* this.#renew();
      // Whether it succeeds or not: then this flow looks again, and asks itself if it must.
      await this.#refresh;
    }
  }

  async *#renew(): AsyncGenerator<Request, Token, Response> {
    let finish = (): void => {};
    this.#refresh = new Promise((resolve) => {
      finish = resolve;
    });
    try {
      const response = yield tokenRequest(this.#options);
      await response.read();
      this.#token = readToken(response.raiseForStatus(), this.#options.expirySkew ?? 30_000);
      return this.#token;
    } finally {
      // Reached as well when the send failed and the flow is given up: nobody waits for ever.
      this.#refresh = undefined;
      finish();
    }
  }
}

function tokenRequest({
  tokenUrl,
  clientId,
  clientSecret,
  scope,
  clientAuth = "basic",
  extra,
}: OAuth2Options): Request {
  const form = new Map(Object.entries({ grant_type: "client_credentials", ...extra }));
  if (scope !== undefined) form.set("scope", typeof scope === "string" ? scope : scope.join(" "));
  const headers = new Headers({ Accept: "application/json" });
  if (clientAuth === "body") {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  } else {
    // RFC 6749 §2.3.1: both are form-encoded before they become user and password.
    headers.set("Authorization", `Basic ${btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`)}`);
  }
  return new Request("POST", tokenUrl, { headers, data: form });
}

function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function readToken(response: Response, skewMs: number): Token {
  const { access_token: value, expires_in: seconds } = answerOf(response);
  if (typeof value !== "string" || value === "") throw unusable(response, "without an access_token");
  // RFC 6749 §5.1: it may be left out, and a token without it lives until the server refuses it.
  const lifetimeMs = seconds == null ? Number.NaN : Number(seconds) * 1000;
  if (Number.isNaN(lifetimeMs)) return { value, expiresAt: Number.POSITIVE_INFINITY };
  // A token that lives for less than the skew would never be used: such a one keeps half of its life.
  return { value, expiresAt: performance.now() + Math.max(lifetimeMs - skewMs, lifetimeMs / 2) };
}

function answerOf(response: Response): { access_token?: unknown; expires_in?: unknown } {
  let answer: unknown;
  try {
    answer = response.json();
  } catch (cause) {
    throw unusable(response, "with something else than JSON", cause);
  }
  return isObject(answer) ? answer : {};
}

function unusable({ request }: Response, how: string, cause?: unknown): RemoteProtocolError {
  const message = `${describeRequest(request)}: the token endpoint answered ${how}.`;
  return new RemoteProtocolError(message, { request, cause });
}
