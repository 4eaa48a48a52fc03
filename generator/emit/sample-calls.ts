// Calls as a README shows them: complete, and such that the compiler accepts them.

import type { Api, Operation, SecurityScheme, Server } from "../model/api.js";
import type { Names } from "../naming/names.js";
import { words, wordsByCase } from "../naming/words.js";
import { dataLiteral, lineWidth, stringLiteral, typeKey } from "./literals.js";
import { callForm } from "./operations-file.js";
import { sampleArguments } from "./samples.js";
import type { Scalars } from "./scalars.js";

/** What the calls are of. */
export interface Subject {
  readonly api: Api;
  readonly names: Names;
  readonly scalars: Scalars;
}

/** `api.pets.owners.list`. */
export function accessor(operation: Operation, names: Names): string {
  const own = names.operations.get(operation.id)!;
  const path = [own.method];
  for (let tag = own.tag; tag !== undefined; ) {
    const resource = names.resources.get(tag)!;
    path.unshift(resource.member);
    tag = resource.parent;
  }
  return ["api", ...path].join(".");
}

/** The call alone: `api.pets.getPet({ petId: "p1" })`. */
export function callText(operation: Operation, { api, names, scalars }: Subject, indent = ""): string {
  const own = names.operations.get(operation.id)!;
  const args = sampleArguments(operation, own, { lookUp: lookUpOf(api), scalars });
  const start = accessor(operation, names);
  return args === undefined
    ? `${start}()`
    : `${start}(${dataLiteral(args, indent, indent.length + start.length + 26)})`;
}

/** Statements that make the call and show what came of it. */
export function sampleCall(operation: Operation, subject: Subject): string {
  const call = callText(operation, subject);
  const { item } = callForm(operation, lookUpOf(subject.api));
  if (item !== undefined) {
    const line = `for await (const item of ${call}) console.log(item);`;
    return line.includes("\n") || line.length > lineWidth
      ? `for await (const item of ${call}) {\n  console.log(item);\n}`
      : line;
  }
  return hasAnswer(operation) ? `const answer = await ${call};\nconsole.log(answer);` : `await ${call};`;
}

/** The operation that says most about a resource: one that reads, if there is one. */
export function mostTelling(operations: readonly Operation[]): Operation | undefined {
  const current = operations.filter(({ docs }) => !docs.deprecated);
  const candidates = current.length > 0 ? current : operations;
  return candidates.find(({ method }) => method === "GET") ?? candidates[0];
}

function hasAnswer({ responses, method }: Operation): boolean {
  return (
    method !== "HEAD" &&
    responses.some(({ status, content }) => /^2|^default$/.test(status) && content.length > 0)
  );
}

/** `new PetStore({ auth: { bearer: process.env.PET_STORE_BEARER } })`. */
export function constructorText(api: Api, names: Names): string {
  const { className } = names.client;
  const needed = api.operations.find(({ security }) => (security[0]?.schemes.length ?? 0) > 0)?.security[0];
  const credentials = (needed?.schemes ?? []).flatMap(({ name }) => {
    const scheme = api.securitySchemes.find((candidate) => candidate.name === name);
    const value = scheme === undefined ? undefined : credentialText(scheme, className);
    return value === undefined ? [] : [`${typeKey(name)}: ${value}`];
  });
  const options = [
    ...serverOption(api.servers[0] ?? { url: "/", variables: [] }),
    ...(credentials.length > 0 ? [`auth: { ${credentials.join(", ")} }`] : []),
  ];
  if (options.length === 0) return `new ${className}()`;
  const line = `new ${className}({ ${options.join(", ")} })`;
  return line.length < lineWidth - 14
    ? line
    : `new ${className}({\n${options.map((option) => `  ${option},\n`).join("")}})`;
}

/** What the document does not say of its server. */
function serverOption({ url, variables }: Server): string[] {
  const base = exampleBase(url);
  if (base !== undefined) return [`baseUrl: ${stringLiteral(base)}`];
  const open = variables.filter((variable) => variable.default === undefined);
  if (open.length === 0) return [];
  const values = open.map(({ name }) => `${typeKey(name)}: ${stringLiteral(name)}`);
  return [`server: { url: ${stringLiteral(url)}, variables: { ${values.join(", ")} } }`];
}

/** For a server whose URL is relative to wherever the document is: its path, on a host that nobody has. */
function exampleBase(url: string): string | undefined {
  if (/^(?:https?:|\/\/|\{)/i.test(url)) return undefined;
  return `https://api.example.com${url.startsWith("/") ? url.replace(/\/+$/, "") : ""}`;
}

/** What a user gives for a scheme; undefined for client certificates, which are no credential. */
function credentialText({ kind, name }: SecurityScheme, className: string): string | undefined {
  const variable = [...wordsByCase(className), ...words(name).flatMap(wordsByCase)].join("_").toUpperCase();
  const secret = `process.env.${variable.replace(/[^A-Z0-9_]/g, "_")}`;
  switch (kind) {
    case "basic":
    case "digest":
      return `["user", ${secret} ?? ""]`;
    case "mutual-tls":
      return undefined;
    case "api-key":
    case "bearer":
    case "http":
    case "oauth2":
    case "openid-connect":
      return secret;
  }
}

export function lookUpOf({ declarations }: Api): Api["declarations"]["get"] {
  return declarations.get.bind(declarations);
}
