// Credentials for an operation. Its security is a list of alternatives, each of schemes that are needed together
// (OpenAPI 3.2 §4.30); the first one that the credentials at hand satisfy is taken.

import { Auth, type AuthFlow } from "../auth/auth.js";
import { basicCredentials } from "../auth/basic.js";
import { DigestAuth } from "../auth/digest.js";
import { type AuthInit, normalizeAuth } from "../auth-option.js";
import type { Request } from "../request.js";
import type { CallAuth } from "./call-options.js";
import type { BasicCredential, Credential, Credentials, UserPassword } from "./credentials.js";
import { DeferredAuth } from "./deferred-auth.js";
import type { Authorization } from "./engine.js";
import { CredentialsError } from "./errors.js";
import type { Grant } from "./oauth-auth.js";
import type { SecurityScheme, SecuritySchemes } from "./security-schemes.js";

/** Alternatives of schemes that are needed together. */
export type SecurityAlternatives = readonly (readonly string[])[];

/** What asks for credentials. */
export interface SecuredOperation {
  readonly id: string;
  readonly security?: SecurityAlternatives;
}

/** What was found for an operation with the client's own credentials: they do not change, so that it is found once. */
export type KnownAuthorizations = WeakMap<SecuredOperation, Authorization>;

/** What credentials an SDK's client has. */
export interface SecurityOptions {
  readonly schemes: SecuritySchemes;
  readonly known: KnownAuthorizations;
  /** `undefined`: the client authenticates by itself, if at all. */
  readonly credentials: Credentials | undefined;
  /** Whether the client has a certificate of its own. */
  readonly hasCertificate: boolean;
  /** What relative token URLs are resolved against. */
  readonly base: string | undefined;
  /** Whether the caller sends a header by hand. */
  readonly sendsHeader: (name: string) => boolean;
}

/** Credentials by scheme, as against the runtime's own forms of auth. */
export function isCredentials(auth: object | null | undefined): auth is Credentials {
  if (typeof auth !== "object" || auth === null || Array.isArray(auth)) return false;
  return !(auth instanceof Auth) && !("authFlow" in auth);
}

/** The headers that carry API keys: like Authorization, they must not follow a redirect to another origin. */
export function apiKeyHeaders(schemes: SecuritySchemes): string[] {
  return Object.values(schemes).flatMap((scheme) =>
    scheme.kind === "api-key" && scheme.in === "header" ? [scheme.parameter] : [],
  );
}

const nothing: Authorization = { auth: null };

/** @throws CredentialsError when no alternative is satisfied */
export function authorize(
  operation: SecuredOperation,
  override: CallAuth | undefined,
  options: SecurityOptions,
): Authorization {
  if (override === null) return nothing;
  if (override !== undefined && !isCredentials(override)) return { auth: override };
  if (options.credentials === undefined && override === undefined) return { auth: undefined };
  const { security = [] } = operation;
  if (security.length === 0) return nothing;
  if (override !== undefined)
    return chosen(operation, security, { ...options.credentials, ...override }, options);
  const credentials = options.credentials ?? {};
  const found = chosen(operation, security, credentials, options);
  // What depends on headers set by hand may be otherwise next time.
  if (!reliesOnHeaders(security, credentials)) options.known.set(operation, found);
  return found;
}

function chosen(
  operation: SecuredOperation,
  security: SecurityAlternatives,
  credentials: Credentials,
  options: SecurityOptions,
): Authorization {
  const alternative = chooseAlternative(security, credentials, options);
  if (alternative === undefined) throw unsatisfied(operation, security, credentials, options);
  return authorization(alternative, credentials, options);
}

function reliesOnHeaders(security: SecurityAlternatives, credentials: Credentials): boolean {
  return !security.some(
    (names) => names.length > 0 && names.every((name) => credentialOf(credentials, name) !== undefined),
  );
}

function chooseAlternative(
  security: SecurityAlternatives,
  credentials: Credentials,
  options: SecurityOptions,
): readonly string[] | undefined {
  const first = (isAtHand: (name: string) => boolean): readonly string[] | undefined =>
    security.find((names) => names.length > 0 && names.every(isAtHand));
  // Anonymous access is the last resort: whoever has credentials means to use them.
  return (
    first((name) => credentialOf(credentials, name) !== undefined) ??
    first((name) => isAvailable(name, credentials, options)) ??
    security.find((names) => names.length === 0)
  );
}

function credentialOf(credentials: Credentials, name: string): Credential | undefined {
  return Object.hasOwn(credentials, name) ? credentials[name] : undefined;
}

function schemeOf(schemes: SecuritySchemes, name: string): SecurityScheme | undefined {
  return Object.hasOwn(schemes, name) ? schemes[name] : undefined;
}

function isAvailable(name: string, credentials: Credentials, options: SecurityOptions): boolean {
  if (credentialOf(credentials, name) !== undefined) return true;
  const scheme = schemeOf(options.schemes, name);
  if (scheme?.kind === "mutual-tls") return options.hasCertificate;
  return isSentByHand(scheme, options);
}

/** A header that the caller sets without our help is as good as a credential. */
function isSentByHand(scheme: SecurityScheme | undefined, { sendsHeader }: SecurityOptions): boolean {
  if (scheme === undefined) return false;
  if (scheme.kind === "api-key") return scheme.in === "header" && sendsHeader(scheme.parameter);
  return sendsHeader("authorization");
}

function unsatisfied(
  { id }: SecuredOperation,
  security: SecurityAlternatives,
  credentials: Credentials,
  options: SecurityOptions,
): CredentialsError {
  const alternatives = security.map((names) => {
    const missing = names.filter((name) => !isAvailable(name, credentials, options));
    return `${quoted(names)}${missing.length < names.length ? ` (missing ${quoted(missing)})` : ""}`;
  });
  const tls = security.flat().some((name) => schemeOf(options.schemes, name)?.kind === "mutual-tls");
  return new CredentialsError(
    `${id} needs credentials for ${alternatives.join(", or ")}: pass them in "auth", by scheme name${
      tls ? '; a client certificate in "verify"' : ""
    }.`,
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" and ");
}

/** Where the parts of an alternative are gathered, now or while sending. */
interface Gathered {
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  query?: Record<string, string>;
}

function authorization(
  names: readonly string[],
  credentials: Credentials,
  options: SecurityOptions,
): Authorization {
  const gathered: Gathered = {};
  const later: Later[] = [];
  let flow: Auth | undefined;
  for (const name of names) {
    const scheme = schemeOf(options.schemes, name);
    const credential = credentialOf(credentials, name);
    if (scheme === undefined || credential === undefined) continue;
    if (typeof credential === "function") later.push({ name, scheme, supply: credential });
    else flow = apply(gathered, scheme, credential, options) ?? flow;
  }
  if (later.length === 0) return { ...gathered, auth: flow ?? null };
  return { ...gathered, auth: new SuppliedAuth(later, flow) };
}

/** Puts a credential where its scheme says; returns the auth that needs a conversation with the server. */
function apply(
  gathered: Gathered,
  scheme: SecurityScheme,
  credential: Exclude<Credential, () => unknown>,
  options: SecurityOptions,
): Auth | undefined {
  switch (scheme.kind) {
    case "api-key": {
      const place = scheme.in === "header" ? "headers" : scheme.in === "cookie" ? "cookies" : "query";
      gathered[place] = { ...gathered[place], [scheme.parameter]: text(credential) };
      return undefined;
    }
    case "basic":
      addAuthorization(gathered, basicCredentials(...userAndPassword(credential)));
      return undefined;
    case "digest":
      return digestAuth(credential);
    case "http":
      addAuthorization(gathered, `${scheme.scheme} ${text(credential)}`);
      return undefined;
    case "bearer":
    case "oauth2":
    case "openid-connect":
      if (typeof credential === "object") return oauthAuth(credential as Grant, scheme, options);
      addAuthorization(gathered, `Bearer ${text(credential)}`);
      return undefined;
    case "mutual-tls":
      return undefined;
  }
}

function addAuthorization(gathered: Gathered, value: string): void {
  gathered.headers = { ...gathered.headers, Authorization: value };
}

function text(credential: unknown): string {
  if (typeof credential === "string") return credential;
  throw new CredentialsError("The credential of this scheme is a string, or a function that returns one.");
}

function userAndPassword(credential: unknown): readonly [string, string] {
  // The generated options ask for BasicCredential here.
  const pair = credential as Exclude<BasicCredential, () => unknown>;
  if (Array.isArray(pair)) return [pair[0], pair[1]];
  const { username, password } = pair as UserPassword;
  return [username, password];
}

// Kept per credential, so that nonces and tokens outlive a call.
const conversations = new WeakMap<object, Auth>();

function kept(credential: object, make: () => Auth): Auth {
  let auth = conversations.get(credential);
  if (auth === undefined) {
    auth = make();
    conversations.set(credential, auth);
  }
  return auth;
}

function digestAuth(credential: unknown): Auth {
  // A pair or an object, by the generated options.
  return kept(credential as object, () => new DigestAuth(...userAndPassword(credential)));
}

function oauthAuth(grant: Grant, scheme: SecurityScheme, { base }: SecurityOptions): Auth {
  const endpoints =
    scheme.kind === "openid-connect"
      ? { metadataUrl: scheme.url, base }
      : scheme.kind === "oauth2"
        ? { ...scheme, base }
        : { base };
  return kept(
    grant,
    () =>
      new DeferredAuth(async () => {
        const { OAuth2Auth } = await import("./oauth-auth.js");
        return new OAuth2Auth(grant, endpoints);
      }),
  );
}

interface Later {
  readonly name: string;
  readonly scheme: SecurityScheme;
  readonly supply: () => unknown;
}

/** Asks for credentials when a request is about to be sent. */
class SuppliedAuth extends Auth {
  readonly #later: readonly Later[];
  readonly #flow: Auth | undefined;

  constructor(later: readonly Later[], flow: Auth | undefined) {
    super();
    this.#later = later;
    this.#flow = flow;
  }

  override async *authFlow(request: Request): AuthFlow {
    for (const { name, scheme, supply } of this.#later) {
      const credential = await supply();
      if (credential === undefined || credential === null) {
        throw new CredentialsError(`The credential for "${name}" is a function, and it gave none.`);
      }
      const gathered: Gathered = {};
      // What a function supplies is never a grant: those are objects that keep their tokens.
      apply(gathered, scheme, credential as string | UserPassword, noOptions);
      addTo(request, gathered);
    }
    if (this.#flow === undefined) yield request;
    else yield* this.#flow.authFlow(request);
  }
}

const noOptions: SecurityOptions = {
  schemes: {},
  known: new WeakMap(),
  credentials: undefined,
  hasCertificate: false,
  base: undefined,
  sendsHeader: () => false,
};

/** Adds credentials to a request that is built already. */
export function addTo(
  request: Request,
  { headers, cookies = {}, query = {} }: Omit<Authorization, "auth">,
): void {
  request.headers.update(headers);
  for (const [name, value] of Object.entries(cookies)) {
    const others = request.headers.get("cookie");
    request.headers.set("Cookie", others === null ? `${name}=${value}` : `${others}; ${name}=${value}`);
  }
  const { secretParams = [] } = request.context;
  request.context.secretParams = [...secretParams, ...Object.keys(query)];
  for (const [name, value] of Object.entries(query)) {
    const { search } = request.url;
    request.url.search = `${search === "" ? "" : `${search}&`}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  }
}

/** An auth for requests that come to the client by another way than a call; see `ApiClient`. */
export class RequestAuth extends Auth {
  readonly #choose: (request: Request) => Authorization | undefined;

  constructor(choose: (request: Request) => Authorization | undefined) {
    super();
    this.#choose = choose;
  }

  override async *authFlow(request: Request): AuthFlow {
    const chosen = this.#choose(request);
    if (chosen !== undefined) addTo(request, chosen);
    const auth = normalizeAuth(chosen?.auth as AuthInit | undefined);
    if (auth == null) yield request;
    else yield* auth.authFlow(request);
  }
}
