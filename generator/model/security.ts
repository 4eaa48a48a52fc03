import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import {
  escapeSegment,
  isObject,
  type JsonObject,
  percentDecoded,
  unescapeSegment,
} from "../load/pointer.js";
import { shown } from "../load/shown.js";
import type { OAuthFlow, SecurityRequirement, SecurityScheme } from "./api.js";
import { docsOf, textOf } from "./docs.js";
import type { References } from "./references.js";

export function readSecuritySchemes(
  value: unknown,
  references: References,
): Checked<readonly SecurityScheme[]> {
  const schemes: SecurityScheme[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [name, declared] of Object.entries(isObject(value) ? value : {})) {
    const source = `#/components/securitySchemes/${escapeSegment(name)}`;
    const resolved = references.resolve({ value: declared, pointer: source });
    const scheme = resolved && readScheme(name, resolved.value, source);
    if (scheme !== undefined) schemes.push(scheme);
    else {
      const type = isObject(declared) ? shown(declared.type) : "nothing";
      diagnostics.push({
        code: "invalid-security-scheme",
        severity: "warning",
        message: `The security scheme "${name}" of type "${type}" is not complete enough to use.`,
        pointer: source,
      });
    }
  }
  return { value: schemes, diagnostics };
}

function readScheme(name: string, scheme: JsonObject, source: Pointer): SecurityScheme | undefined {
  const common = { name, docs: docsOf(scheme), source };
  switch (scheme.type) {
    case "apiKey":
      if (typeof scheme.name !== "string" || !isKeyLocation(scheme.in)) return undefined;
      return { ...common, kind: "api-key", in: scheme.in, parameter: scheme.name };
    case "http":
      return { ...common, ...httpScheme(scheme) };
    // What Swagger 2.0 called it, left over in many documents.
    case "basic":
      return { ...common, kind: "basic" };
    case "mutualTLS":
      return { ...common, kind: "mutual-tls" };
    case "oauth2": {
      const metadataUrl = textOf(scheme.oauth2MetadataUrl);
      const flows = readFlows(isObject(scheme.flows) ? scheme.flows : {});
      return { ...common, kind: "oauth2", flows, ...(metadataUrl !== undefined && { metadataUrl }) };
    }
    case "openIdConnect":
      if (typeof scheme.openIdConnectUrl !== "string") return undefined;
      return { ...common, kind: "openid-connect", url: scheme.openIdConnectUrl };
    default:
      return undefined;
  }
}

type HttpScheme =
  | { readonly kind: "basic" }
  | { readonly kind: "digest" }
  | { readonly kind: "bearer"; readonly bearerFormat?: string }
  | { readonly kind: "http"; readonly scheme: string };

/** RFC 9110 §11.1: names of schemes are compared without case. */
function httpScheme(scheme: JsonObject): HttpScheme {
  const name = typeof scheme.scheme === "string" ? scheme.scheme.trim() : "bearer";
  const bearerFormat = textOf(scheme.bearerFormat);
  switch (name.toLowerCase()) {
    case "basic":
      return { kind: "basic" };
    case "digest":
      return { kind: "digest" };
    case "bearer":
      return { kind: "bearer", ...(bearerFormat !== undefined && { bearerFormat }) };
    default:
      return { kind: "http", scheme: name };
  }
}

function isKeyLocation(value: unknown): value is "header" | "query" | "cookie" {
  return value === "header" || value === "query" || value === "cookie";
}

/** Flows by their OpenAPI name; one without the URLs that it needs is no use. */
function readFlows(flows: JsonObject): readonly OAuthFlow[] {
  return Object.entries(flows).flatMap(([name, flow]): readonly OAuthFlow[] => {
    if (!isObject(flow)) return [];
    const authorizationUrl = textOf(flow.authorizationUrl);
    const tokenUrl = textOf(flow.tokenUrl);
    const deviceAuthorizationUrl = textOf(flow.deviceAuthorizationUrl);
    const refreshUrl = textOf(flow.refreshUrl);
    const scopes = Object.entries(isObject(flow.scopes) ? flow.scopes : {}).map(([scope, description]) => ({
      name: scope,
      description: typeof description === "string" ? description : "",
    }));
    const common = { scopes, ...(refreshUrl !== undefined && { refreshUrl }) };
    if (name === "implicit" && authorizationUrl) return [{ ...common, kind: "implicit", authorizationUrl }];
    if (name === "password" && tokenUrl) return [{ ...common, kind: "password", tokenUrl }];
    if (name === "clientCredentials" && tokenUrl)
      return [{ ...common, kind: "client-credentials", tokenUrl }];
    if (name === "authorizationCode" && authorizationUrl && tokenUrl) {
      return [{ ...common, kind: "authorization-code", authorizationUrl, tokenUrl }];
    }
    if (name === "deviceAuthorization" && deviceAuthorizationUrl && tokenUrl) {
      return [{ ...common, kind: "device", deviceAuthorizationUrl, tokenUrl }];
    }
    return [];
  });
}

const schemesFolder = "#/components/securitySchemes/";

/** OpenAPI 3.2 §4.30: a requirement names its scheme, or else gives its URI. */
function schemeName(key: string, schemes: ReadonlyMap<string, unknown>): string {
  if (schemes.has(key) || !key.startsWith(schemesFolder)) return key;
  return unescapeSegment(percentDecoded(key.slice(schemesFolder.length)));
}

/** Alternatives in order. One that names a scheme nobody declared could never be satisfied. */
export function readSecurity(
  value: unknown,
  at: Pointer,
  schemes: ReadonlyMap<string, SecurityScheme>,
): Checked<readonly SecurityRequirement[]> {
  const requirements: SecurityRequirement[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const requirement of Array.isArray(value) ? value : []) {
    if (!isObject(requirement)) continue;
    const named = Object.keys(requirement).map((key) => ({ key, name: schemeName(key, schemes) }));
    const undeclared = named.filter(({ name }) => !schemes.has(name));
    for (const { key: name } of undeclared) {
      diagnostics.push({
        code: "unknown-security-scheme",
        severity: "warning",
        message: `"security" names "${name}", which is not among the security schemes.`,
        help: `Declare it under "components.securitySchemes".`,
        pointer: at,
      });
    }
    if (undeclared.length > 0) continue;
    diagnostics.push(...rivals(named.flatMap(({ name }) => schemes.get(name) ?? [])).map(conflict(at)));
    requirements.push({
      schemes: named.map(({ key, name }) => {
        const scopes = requirement[key];
        return {
          name,
          scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
        };
      }),
    });
  }
  return { value: requirements, diagnostics };
}

interface Rivals {
  readonly place: string;
  readonly first: string;
  readonly last: string;
}

/** Schemes of one alternative that are sent at one place, where there is room for one. */
function rivals(schemes: readonly SecurityScheme[]): readonly Rivals[] {
  const taken = new Map<string, Rivals>();
  for (const scheme of schemes) {
    const place = placeOf(scheme);
    if (place === undefined) continue;
    const { first } = taken.get(place) ?? { first: scheme.name };
    taken.set(place, { place, first, last: scheme.name });
  }
  return [...taken.values()].filter(({ first, last }) => first !== last);
}

function placeOf(scheme: SecurityScheme): string | undefined {
  if (scheme.kind === "mutual-tls") return undefined;
  // RFC 9110 §11.6.2: one credential for a request.
  if (scheme.kind !== "api-key") return 'the header "authorization"';
  const { in: location, parameter } = scheme;
  if (location === "header") return `the header "${parameter.toLowerCase()}"`;
  return `the ${location === "query" ? "query parameter" : location} "${parameter}"`;
}

function conflict(at: Pointer): (rivals: Rivals) => Diagnostic {
  return ({ place, first, last }) => ({
    code: "conflicting-credentials",
    severity: "warning",
    message: `"security" asks for "${first}" and "${last}" together, and both are ${place}: only "${last}" is sent.`,
    help: "Where either is enough, make them two items of the list.",
    pointer: at,
  });
}
