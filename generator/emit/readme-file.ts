// `README.md` of a publishable SDK: what its users read first, with calls of this API.

import type { Api, Operation, SecurityScheme } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { runtimeDependencies } from "./inline-runtime.js";
import { stringLiteral } from "./literals.js";
import { markdownOpening, markdownText } from "./markdown.js";
import { callForm } from "./operations-file.js";
import { type OutputFile, renderFile } from "./output-file.js";
import {
  accessor,
  callText,
  constructorText,
  lookUpOf,
  mostTelling,
  type Subject,
  sampleCall,
} from "./sample-calls.js";
import type { Scalars } from "./scalars.js";

export interface ReadmeOptions {
  readonly packageName: string;
  readonly isInline: boolean;
  readonly byTag: ReadonlyMap<string | undefined, readonly Operation[]>;
  readonly scalars: Scalars;
}

export function readmeFile(
  api: Api,
  names: Names,
  { packageName, isInline, byTag, scalars }: ReadmeOptions,
): OutputFile {
  const subject: Subject = { api, names, scalars };
  const { info } = api;
  const untagged = byTag.get(undefined) ?? [];
  const all = [...[...byTag.values()].flat().filter((one) => !untagged.includes(one)), ...untagged];
  const lookUp = lookUpOf(api);
  const first = mostTelling(all);
  const failing = all.find(declaresError);
  const paged = all.find((operation) => callForm(operation, lookUp).call === "pagedCall");
  const streamed = all.find((operation) => callForm(operation, lookUp).call === "streamCall");
  const view = {
    packageName,
    title: markdownText(info.title).replaceAll("\n", " "),
    version: markdownText(info.version).replaceAll("\n", " "),
    about: markdownOpening(info.description ?? info.summary ?? ""),
    className: names.client.className,
    construction: constructorText(api, names),
    firstCall: first === undefined ? "" : `\n${sampleCall(first, subject)}`,
    schemes: api.securitySchemes.map(schemeView),
    oauth: oauthView(api),
    resources: resourceViews(subject, byTag),
    failing: failing !== undefined && failingView(failing, subject),
    paged: paged !== undefined && { accessor: accessor(paged, names), call: callText(paged, subject) },
    streamed: streamed !== undefined && { accessor: accessor(streamed, names) },
    raw: first !== undefined && rawView(first, subject),
    function: first !== undefined && functionView(first, names, byTag),
    dependencies: isInline
      ? Object.keys(runtimeDependencies())
          .map((name) => `\`${name}\``)
          .join(", ")
      : false,
  };
  return renderFile("README.md", "readme", view);
}

interface ResourceView {
  readonly heading: string;
  readonly about: string;
  readonly code: string;
}

function resourceViews(subject: Subject, byTag: ReadmeOptions["byTag"]): ResourceView[] {
  const { api, names } = subject;
  return [...byTag]
    .map(([tag, operations]) => ({ tag, telling: mostTelling(operations) }))
    .filter((entry): entry is typeof entry & { telling: Operation } => entry.telling !== undefined)
    .map(({ tag, telling }) => {
      const path = accessor(telling, names).split(".").slice(0, -1).join(".");
      const docs = api.tags.find(({ name }) => name === tag)?.docs;
      return {
        heading: `\`${path}\``,
        about: markdownOpening(docs?.description ?? docs?.summary ?? ""),
        code: sampleCall(telling, subject),
      };
    })
    .sort((a, b) => compareText(a.heading, b.heading));
}

const credentialForms: Readonly<Record<SecurityScheme["kind"], string>> = {
  "api-key": "the key, or a function that returns it",
  basic: "`[username, password]`, or a function that returns them",
  bearer: "the token, or a function that returns it",
  digest: "`[username, password]`",
  http: "what follows the scheme's name in `Authorization`, or a function that returns it",
  "mutual-tls": "a certificate, by the option `verify: { cert, key }`",
  oauth2:
    "an access token, a function that returns one, or `{ clientId, clientSecret }`: tokens are then fetched, with the scopes that an operation requires, and refreshed",
  "openid-connect":
    "an access token, a function that returns one, or `{ clientId, clientSecret }`: tokens are then fetched, with the scopes that an operation requires, and refreshed",
};

function schemeView({ name, kind, docs }: SecurityScheme): {
  name: string;
  form: string;
  about: string;
} {
  const about = markdownOpening(docs.description ?? docs.summary ?? "").replace(/\n+/g, " ");
  return { name: markdownText(name), form: credentialForms[kind], about };
}

/** The scheme that a person would agree to; named where there are several. */
function oauthView({ securitySchemes }: Api): { scheme: string } | false {
  const schemes = securitySchemes.filter(({ kind }) => kind === "oauth2" || kind === "openid-connect");
  const interactive = schemes.find(
    (scheme) =>
      scheme.kind === "openid-connect" ||
      (scheme.kind === "oauth2" &&
        (scheme.metadataUrl !== undefined || scheme.flows.some(({ kind }) => kind === "authorization-code"))),
  );
  if (interactive === undefined) return false;
  return { scheme: schemes.length === 1 ? "" : `, ${stringLiteral(interactive.name)}` };
}

function declaresError({ responses }: Operation): boolean {
  return responses.some(({ status, content }) => /^[45]/.test(status) && content.length > 0);
}

function failingView(
  operation: Operation,
  subject: Subject,
): { accessor: string; call: string; statuses: string } {
  return {
    accessor: accessor(operation, subject.names),
    call: callText(operation, subject, "  "),
    statuses: operation.responses
      .filter(({ status, content }) => /^[45]/.test(status) && content.length > 0)
      .map(({ status }) => `\`${status}\``)
      .join(", "),
  };
}

function rawView(operation: Operation, subject: Subject): { call: string; build: string } {
  const call = callText(operation, subject);
  const path = accessor(operation, subject.names);
  return { call, build: `${path}.build${call.slice(path.length)}` };
}

function functionView(
  operation: Operation,
  names: Names,
  byTag: ReadmeOptions["byTag"],
): { name: string; path: string } {
  const [tag] = [...byTag].find(([, operations]) => operations.includes(operation)) ?? [];
  const file = tag === undefined ? names.untagged : names.resources.get(tag)!.file;
  return { name: names.operations.get(operation.id)!.function, path: `operations/${file}` };
}
