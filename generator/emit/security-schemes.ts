// The security schemes of a document: the credentials that they take, and what the runtime has to know of them.

import type { Api, SecurityScheme } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import { docComment } from "./docs.js";
import type { FileScope } from "./file-scope.js";
import { orInherited } from "./inherited.js";
import { type DataObject, typeKey } from "./literals.js";
import type { MentionedSymbol } from "./runtime-symbols.js";

const credentialTypes: Readonly<Record<SecurityScheme["kind"], MentionedSymbol | undefined>> = {
  "api-key": "ApiKeyCredential",
  basic: "BasicCredential",
  bearer: "BearerCredential",
  digest: "DigestCredential",
  http: "HTTPCredential",
  // The certificate is the client's `verify` option.
  "mutual-tls": undefined,
  oauth2: "OAuth2Credential",
  "openid-connect": "OpenIDConnectCredential",
};

/** The order of the document says nothing. */
export function schemesByName({ securitySchemes }: Api): readonly SecurityScheme[] {
  return securitySchemes.toSorted((a, b) => compareText(a.name, b.name));
}

/** Whether there is anything to give by name. */
export function takesCredentials({ securitySchemes }: Api): boolean {
  return securitySchemes.some(({ kind }) => credentialTypes[kind] !== undefined);
}

interface CredentialView {
  readonly docs: string;
  readonly key: string;
  readonly type: string;
}

export function credentialView(scheme: SecurityScheme, scope: FileScope): CredentialView[] {
  const symbol = credentialTypes[scheme.kind];
  if (symbol === undefined) return [];
  const docs = docComment(scheme.docs, "  ");
  return [{ docs, key: typeKey(scheme.name), type: orInherited(scope.imports.runtime(symbol), scheme.name) }];
}

export function schemeDescriptor(scheme: SecurityScheme): DataObject {
  switch (scheme.kind) {
    case "basic":
    case "bearer":
    case "digest":
    case "mutual-tls":
      return { kind: scheme.kind };
    case "api-key":
      return { kind: scheme.kind, in: scheme.in, parameter: scheme.parameter };
    case "http":
      return { kind: scheme.kind, scheme: scheme.scheme };
    case "openid-connect":
      return { kind: scheme.kind, url: scheme.url };
    case "oauth2":
      return { kind: scheme.kind, ...oauthEndpoints(scheme) };
  }
}

const flowNames = {
  "client-credentials": "clientCredentials",
  password: "password",
  "authorization-code": "authorizationCode",
  device: "deviceAuthorization",
} as const;

/** All flows in one; nearly always they have the same token URL. */
function oauthEndpoints({ flows, metadataUrl }: Extract<SecurityScheme, { kind: "oauth2" }>): DataObject {
  const endpoints: Record<string, string> = {};
  const tokenUrls: Record<string, string> = {};
  for (const flow of flows) {
    if ("tokenUrl" in flow) {
      endpoints.tokenUrl ??= flow.tokenUrl;
      if (flow.tokenUrl !== endpoints.tokenUrl) tokenUrls[flowNames[flow.kind]] = flow.tokenUrl;
    }
    if (flow.refreshUrl !== undefined) endpoints.refreshUrl ??= flow.refreshUrl;
    if ("authorizationUrl" in flow) endpoints.authorizationUrl ??= flow.authorizationUrl;
    if ("deviceAuthorizationUrl" in flow) endpoints.deviceAuthorizationUrl ??= flow.deviceAuthorizationUrl;
  }
  if (metadataUrl !== undefined) endpoints.metadataUrl = metadataUrl;
  return { ...endpoints, ...(Object.keys(tokenUrls).length === 0 ? {} : { tokenUrls }) };
}
