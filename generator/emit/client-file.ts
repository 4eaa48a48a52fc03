// `client.ts`: the client class with its resources, the operations that have no tag, servers and credentials.

import type { Api, Operation, SecurityScheme, Server } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { requirementDescriptor, serverDescriptor } from "./descriptor.js";
import { docComment } from "./docs.js";
import { fileHeader } from "./file-header.js";
import { type FileScope, fileScope, type Layout } from "./file-scope.js";
import { orInherited } from "./inherited.js";
import {
  type Data,
  type DataObject,
  dataLiteral,
  scalarLiteral,
  stringLiteral,
  typeKey,
} from "./literals.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { childViews, methodView, operationsPath } from "./resource-file.js";
import type { MentionedSymbol } from "./runtime-symbols.js";

export function clientFile(
  api: Api,
  names: Names,
  untagged: readonly Operation[],
  layout: Layout,
): OutputFile {
  const { client } = names;
  const declared = [client.className, client.auth, client.options, client.server, "definition"];
  const scope = fileScope(api, names, { declared, layout, root: "./" });
  const { imports } = scope;
  const credentials = schemesByName(api).flatMap((scheme) => credentialView(scheme, scope));
  const servers = serverChoice(api.servers);
  const options = [
    ...(credentials.length > 0 || servers !== undefined
      ? [credentials.length > 0 ? client.auth : "object"]
      : []),
    ...(servers === undefined ? [] : [client.server]),
  ];
  const from = operationsPath(names.untagged, "./", layout);
  const view = {
    header: fileHeader,
    docs: docComment(infoDocs(api), ""),
    className: client.className,
    auth: credentials.length > 0 && client.auth,
    credentials,
    server: servers !== undefined && client.server,
    servers: servers ?? [],
    optionsName: client.options,
    optionsBase: `${imports.runtime("ApiClientOptions")}${options.length === 0 ? "" : `<${options.join(", ")}>`}`,
    base: imports.runtime("ApiClient"),
    definitionType: imports.runtime("ApiDefinition"),
    definition: dataLiteral(definition(api), "", 40),
    resources: childViews(api, names, undefined, scope, { root: "./", follow: true, layout }),
    methods: untagged.map((operation) => methodView(operation, names, scope, { from, follows: true })),
  };
  return renderFile("client.ts", "client", { ...view, imports: imports.print() });
}

function infoDocs({ info }: Api): Parameters<typeof docComment>[0] {
  const { title, version, summary, description } = info;
  return {
    summary: [`${title} ${version}`, ...(summary === undefined ? [] : ["", summary])].join("\n"),
    ...(description === undefined ? {} : { description }),
    deprecated: false,
    examples: [],
    constraints: [],
  };
}

function definition(api: Api): Data {
  const { info, servers, security, documentUrl } = api;
  const securitySchemes = schemesByName(api);
  return {
    title: info.title,
    version: info.version,
    servers: servers.map(serverDescriptor),
    ...(documentUrl === undefined || servers.every(({ url }) => /^\w+:/.test(url)) ? {} : { documentUrl }),
    ...(securitySchemes.length === 0
      ? {}
      : {
          schemes: Object.fromEntries(
            securitySchemes.map((scheme) => [scheme.name, schemeDescriptor(scheme)]),
          ),
        }),
    ...(security.length === 0 ? {} : { security: security.map(requirementDescriptor) }),
  };
}

// ── Security ─────────────────────────────────────────────────────────────────────────────────────────────

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
function schemesByName({ securitySchemes }: Api): readonly SecurityScheme[] {
  return securitySchemes.toSorted((a, b) => compareText(a.name, b.name));
}

interface CredentialView {
  readonly docs: string;
  readonly key: string;
  readonly type: string;
}

function credentialView(scheme: SecurityScheme, scope: FileScope): CredentialView[] {
  const symbol = credentialTypes[scheme.kind];
  if (symbol === undefined) return [];
  const docs = docComment(scheme.docs, "  ");
  return [{ docs, key: typeKey(scheme.name), type: orInherited(scope.imports.runtime(symbol), scheme.name) }];
}

function schemeDescriptor(scheme: SecurityScheme): DataObject {
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

// ── Servers ──────────────────────────────────────────────────────────────────────────────────────────────

interface ServerView {
  readonly text: string;
}

/** The members of the type of servers; undefined where there is nothing to choose. */
function serverChoice(servers: readonly Server[]): ServerView[] | undefined {
  const hasChoice =
    servers.length > 1 || servers.some(({ variables, name }) => variables.length > 0 || name !== undefined);
  if (!hasChoice) return undefined;
  const members = servers.flatMap(({ url, name, variables }) => {
    const texts = [...(name === undefined ? [] : [stringLiteral(name)]), stringLiteral(url)];
    if (variables.length === 0) return texts;
    const values = variables.map((variable) => {
      const type = variable.enum.length === 0 ? "string" : variable.enum.map(scalarLiteral).join(" | ");
      const docs = docComment(
        {
          deprecated: false,
          examples: [],
          constraints: [],
          default: variable.default,
          ...(variable.description === undefined ? {} : { description: variable.description }),
        },
        "        ",
      );
      return `${docs}\n        ${typeKey(variable.name)}?: ${orInherited(type, variable.name)} | undefined;\n`;
    });
    return [
      ...texts,
      `{\n      url: ${stringLiteral(url)};\n      variables?: {\n${values.join("")}      } | undefined;\n    }`,
    ];
  });
  return [...new Set(members)].map((text, index, { length }) => ({
    text: index === length - 1 ? `${text};` : text,
  }));
}

/** The types that the file exports beside the class. */
export function clientTypes(api: Api, { client }: Names): string[] {
  const hasAuth = api.securitySchemes.some(({ kind }) => credentialTypes[kind] !== undefined);
  return [
    client.options,
    ...(hasAuth ? [client.auth] : []),
    ...(serverChoice(api.servers) === undefined ? [] : [client.server]),
  ];
}
