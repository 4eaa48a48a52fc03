// Credentials for an operation: those of the alternative that is taken, in the form that a request takes.

import { Auth, type AuthFlow } from "../auth/auth.js";
import { DigestAuth } from "../auth/digest.js";
import { type AuthInit, normalizeAuth } from "../auth-option.js";
import type { Request } from "../request.js";
import { type ApiKeyPlace, isAmong } from "./api-keys.js";
import type { CallAuth } from "./call-options.js";
import type { Credentials } from "./credentials.js";
import { DeferredAuth } from "./deferred-auth.js";
import type { Authorization } from "./engine.js";
import type { Grant } from "./oauth-token-source.js";
import type { SecurityRequirement } from "./operation.js";
import { addTo, type PlacedCredentials, place, userAndPassword } from "./placed-credentials.js";
import {
  type AtHand,
  chooseAlternative,
  credentialOf,
  type SecuredOperation,
  schemeNames,
  schemeOf,
  scopesOf,
} from "./security-choice.js";
import type { SecurityScheme, SecuritySchemes } from "./security-schemes.js";
import { SuppliedAuth, type SuppliedScheme } from "./supplied-auth.js";

/** What was found for an operation with the client's own credentials: they do not change, so that it is found once. */
export type KnownAuthorizations = WeakMap<SecuredOperation, Authorization>;

/** What credentials an SDK's client has. */
export interface SecurityOptions extends AtHand {
  readonly known: KnownAuthorizations;
  /** `undefined`: the client authenticates by itself, if at all. */
  readonly credentials: Credentials | undefined;
  /** What relative token URLs are resolved against. */
  readonly base: string | undefined;
  /** Keys that the call sends as arguments. */
  readonly sent: readonly ApiKeyPlace[];
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
  if (operation.security === undefined || operation.security.length === 0) return nothing;
  const credentials = { ...options.credentials, ...override };
  const { requirement, isPassing } = chooseAlternative(operation, credentials, options);
  const found = authorization(requirement, credentials, options);
  if (override === undefined && !isPassing && options.sent.length === 0) options.known.set(operation, found);
  return found;
}

function authorization(
  requirement: SecurityRequirement,
  credentials: Credentials,
  options: SecurityOptions,
): Authorization {
  let placed: PlacedCredentials = {};
  let conversation: Auth | undefined;
  const supplied: SuppliedScheme[] = [];
  for (const name of schemeNames(requirement)) {
    const scheme = schemeOf(options.schemes, name);
    const credential = credentialOf(credentials, name);
    if (scheme === undefined || credential === undefined) continue;
    if (scheme.kind === "api-key" && isAmong(options.sent, scheme.in, scheme.parameter)) continue;
    const scopes = scopesOf(requirement, name);
    if (typeof credential === "function") supplied.push({ name, scheme, scopes, supply: credential });
    else if (scheme.kind === "digest") conversation = digestAuth(credential);
    else if (isGrant(scheme, credential)) conversation = oauthAuth(credential, scheme, scopes, options);
    else placed = place(placed, scheme, credential);
  }
  const auth = supplied.length > 0 ? new SuppliedAuth(supplied, conversation) : (conversation ?? null);
  return { ...placed, auth };
}

/** An object where a token would be a string: what it takes to get one. */
function isGrant(scheme: SecurityScheme, credential: unknown): credential is Grant {
  const { kind } = scheme;
  return (
    typeof credential === "object" && (kind === "oauth2" || kind === "openid-connect" || kind === "bearer")
  );
}

// Kept per credential, so that nonces and tokens outlive a call.
const conversations = new WeakMap<object, Map<string, Auth>>();

function kept(credential: object, use: string, make: () => Auth): Auth {
  let byUse = conversations.get(credential);
  if (byUse === undefined) {
    byUse = new Map();
    conversations.set(credential, byUse);
  }
  let auth = byUse.get(use);
  if (auth === undefined) {
    auth = make();
    byUse.set(use, auth);
  }
  return auth;
}

function digestAuth(credential: unknown): Auth {
  // A pair or an object, by the generated options.
  return kept(credential as object, "digest", () => new DigestAuth(...userAndPassword(credential)));
}

function oauthAuth(
  grant: Grant,
  scheme: SecurityScheme,
  required: readonly string[],
  { base }: SecurityOptions,
): Auth {
  const endpoints =
    scheme.kind === "openid-connect" ? { metadataUrl: scheme.url, base } : { ...scheme, base };
  // Scopes are a set: their order makes no other token.
  const scopes = [...required].sort();
  return kept(
    grant,
    JSON.stringify([endpoints, scopes]),
    () =>
      new DeferredAuth(async () => {
        const { OAuth2Auth } = await import("./oauth-auth.js");
        return new OAuth2Auth(grant, endpoints, scopes);
      }),
  );
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
