// `client.ts`: the client class with its resources, the operations that have no tag, servers and credentials.

import type { Api, Operation } from "../model/api.js";
import { noDocs } from "../model/types.js";
import type { Names } from "../naming/names.js";
import { requirementDescriptor, serverDescriptor } from "./descriptor.js";
import { docComment } from "./docs.js";
import { fileHeader } from "./file-header.js";
import { fileScope, type Layout } from "./file-scope.js";
import { type Data, dataLiteral } from "./literals.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { childViews, methodView, operationsPath } from "./resource-file.js";
import { credentialView, schemeDescriptor, schemesByName, takesCredentials } from "./security-schemes.js";
import { serverChoice } from "./server-choice.js";

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
    ...noDocs,
    summary: [`${title} ${version}`, ...(summary === undefined ? [] : ["", summary])].join("\n"),
    ...(description === undefined ? {} : { description }),
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

/** The types that the file exports beside the class. */
export function clientTypes(api: Api, { client }: Names): string[] {
  return [
    client.options,
    ...(takesCredentials(api) ? [client.auth] : []),
    ...(serverChoice(api.servers) === undefined ? [] : [client.server]),
  ];
}
