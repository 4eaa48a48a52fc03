// What a user gives to an SDK's `auth` option: a credential for each security scheme, as a value or as a function
// that is asked each time.

/** Why a function is asked for a credential, and what for. */
export interface CredentialRequest {
  /**
   * `"request"`: a request is about to be sent. `"unauthorized"`: the server answered 401 to what the function gave last.
   * If it then gives something else, the request is repeated with that, once, provided that its body can be sent again.
   */
  readonly reason: "request" | "unauthorized";
  /** The scopes (or roles) that the operation requires of this scheme. */
  readonly scopes: readonly string[];
}

/**
 * A value, or a function that is asked before each request, and once more when the server answers 401. `undefined`: there
 * is none at the moment.
 *
 * @example
 * const auth = { bearer: ({ reason }) => (reason === "unauthorized" ? renewToken() : storedToken()) };
 */
export type Supplied<Value> =
  | Value
  | ((request: CredentialRequest) => Value | undefined | Promise<Value | undefined>);

/** An API key, sent where the scheme says. */
export type ApiKeyCredential = Supplied<string>;

/** A bearer token, without the word `Bearer`. */
export type BearerCredential = Supplied<string>;

/** What follows the scheme's name in the `Authorization` header. */
export type HTTPCredential = Supplied<string>;

/** A user's name and password. */
export interface UserPassword {
  readonly username: string;
  readonly password: string;
}

export type BasicCredential = Supplied<UserPassword | readonly [username: string, password: string]>;

export type DigestCredential = UserPassword | readonly [username: string, password: string];

/** What every grant may say about the client and the token endpoint. */
interface TokenRequest {
  /** Default: the scheme's token URL. */
  readonly tokenUrl?: string | undefined;
  /**
   * What tokens are asked for, whichever operation they are for. Default: what the operation requires, with a token for
   * each set of scopes.
   */
  readonly scopes?: readonly string[] | undefined;
  /** Further form fields, such as `audience`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** RFC 6749 §2.3.1: how the client authenticates. @default "basic" with a secret, else "body" */
  readonly clientAuth?: "basic" | "body" | undefined;
  /** Called with each new token, to store it. */
  readonly onToken?: ((token: OAuth2Token) => void) | undefined;
}

/** RFC 6749 §4.4: the client acts for itself. */
export interface ClientCredentials extends TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** RFC 6749 §4.3: a user's password is exchanged for a token. */
export interface PasswordCredentials extends TokenRequest, UserPassword {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/**
 * RFC 6749 §6: a refresh token, from the authorization code or device flow. The person agreed to its scopes, so that
 * those of operations are not asked for.
 */
export interface RefreshCredentials extends TokenRequest {
  readonly refreshToken: string;
  /** Used until it expires. */
  readonly accessToken?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/** RFC 6749 §5.1. */
export interface OAuth2Token {
  readonly accessToken: string;
  readonly tokenType: string;
  /** Milliseconds since 1970, when the server said. */
  readonly expiresAt?: number;
  readonly refreshToken?: string;
  readonly scope?: string;
  readonly idToken?: string;
}

/** An access token, or what it takes to get one: tokens are then cached, and refreshed once for all callers. */
export type OAuth2Credential =
  | Supplied<string>
  | ClientCredentials
  | PasswordCredentials
  | RefreshCredentials;

/** As for OAuth 2; the token URL comes from the provider's discovery document. */
export type OpenIDConnectCredential = OAuth2Credential;

export type Credential = BasicCredential | OAuth2Credential;

/** Credentials by scheme name. */
export interface Credentials {
  readonly [scheme: string]: Credential | undefined;
}
