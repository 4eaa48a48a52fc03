// What a user gives to an SDK's `auth` option: a credential for each security scheme, as a value or as a function
// that is asked each time.

/** A value, or a function that is asked whenever it is needed. `undefined`: there is none at the moment. */
export type Supplied<Value> = Value | (() => Value | undefined | Promise<Value | undefined>);

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

/** RFC 6749 §6: a refresh token, from the authorization code or device flow. */
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
