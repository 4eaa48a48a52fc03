// Which alternative of an operation's security is taken: the first one that the credentials at hand satisfy
// (OpenAPI 3.2 §4.30).

import type { Credential, Credentials } from "./credentials.js";
import { CredentialsError } from "./errors.js";
import type { SecurityRequirement } from "./operation.js";
import type { SecurityScheme, SecuritySchemes } from "./security-schemes.js";

/** What asks for credentials. */
export interface SecuredOperation {
  readonly id: string;
  readonly security?: readonly SecurityRequirement[];
}

/** What there is to satisfy an alternative with. */
export interface AtHand {
  readonly schemes: SecuritySchemes;
  /** Whether the client has a certificate of its own. */
  readonly hasCertificate: boolean;
  /** Whether the caller sends it without our help: a header by hand, a cookie of the jar, a parameter of the client. */
  readonly sendsByHand: (place: "header" | "cookie" | "query", name: string) => boolean;
}

export interface Choice {
  readonly requirement: SecurityRequirement;
  /** Whether it depends on what the caller sends by hand, and so may be otherwise next time. */
  readonly isPassing: boolean;
}

/** @throws CredentialsError when no alternative is satisfied */
export function chooseAlternative(
  operation: SecuredOperation,
  credentials: Credentials,
  atHand: AtHand,
): Choice {
  const { security = [] } = operation;
  const first = (isAtHand: (name: string) => boolean): SecurityRequirement | undefined =>
    security.find((requirement) => {
      const names = schemeNames(requirement);
      return names.length > 0 && names.every(isAtHand);
    });
  const own = first((name) => isGiven(name, credentials, atHand));
  if (own !== undefined) return { requirement: own, isPassing: false };
  // Anonymous access is the last resort: whoever has credentials means to use them.
  const other =
    first((name) => isAvailable(name, credentials, atHand)) ??
    security.find((requirement) => schemeNames(requirement).length === 0);
  if (other === undefined) throw unsatisfied(operation.id, security, credentials, atHand);
  return { requirement: other, isPassing: true };
}

export function schemeNames(requirement: SecurityRequirement): readonly string[] {
  return Symbol.iterator in requirement ? requirement : Object.keys(requirement);
}

export function scopesOf(requirement: SecurityRequirement, name: string): readonly string[] {
  if (Symbol.iterator in requirement || !Object.hasOwn(requirement, name)) return [];
  return requirement[name] ?? [];
}

export function credentialOf(credentials: Credentials, name: string): Credential | undefined {
  return Object.hasOwn(credentials, name) ? credentials[name] : undefined;
}

export function schemeOf(schemes: SecuritySchemes, name: string): SecurityScheme | undefined {
  return Object.hasOwn(schemes, name) ? schemes[name] : undefined;
}

function isGiven(name: string, credentials: Credentials, { schemes, hasCertificate }: AtHand): boolean {
  if (credentialOf(credentials, name) !== undefined) return true;
  return hasCertificate && schemeOf(schemes, name)?.kind === "mutual-tls";
}

function isAvailable(name: string, credentials: Credentials, atHand: AtHand): boolean {
  if (isGiven(name, credentials, atHand)) return true;
  const scheme = schemeOf(atHand.schemes, name);
  if (scheme === undefined || scheme.kind === "mutual-tls") return false;
  return scheme.kind === "api-key"
    ? atHand.sendsByHand(scheme.in, scheme.parameter)
    : atHand.sendsByHand("header", "authorization");
}

function unsatisfied(
  id: string,
  security: readonly SecurityRequirement[],
  credentials: Credentials,
  atHand: AtHand,
): CredentialsError {
  const alternatives = security.map((requirement) => {
    const names = schemeNames(requirement);
    const missing = names.filter((name) => !isAvailable(name, credentials, atHand));
    return `${quoted(names)}${missing.length < names.length ? ` (missing ${quoted(missing)})` : ""}`;
  });
  const tls = security
    .flatMap(schemeNames)
    .some((name) => schemeOf(atHand.schemes, name)?.kind === "mutual-tls");
  const unknown = Object.keys(credentials).filter((name) => schemeOf(atHand.schemes, name) === undefined);
  return new CredentialsError(
    `${id} needs credentials for ${alternatives.join(", or ")}: pass them in "auth", by scheme name${
      tls ? '; a client certificate in "verify"' : ""
    }.${unknown.length === 0 ? "" : ` No scheme is called ${unknown.map((name) => `"${name}"`).join(" or ")}.`}`,
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" and ");
}
