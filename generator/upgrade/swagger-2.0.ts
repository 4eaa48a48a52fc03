import type { Diagnostic, Pointer } from "../diagnostics.js";
import { childOf, childPointer, isObject, type JsonObject, keysOf, valueAt } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import type { RecordMove, Swagger } from "./swagger.js";
import { requestBodyOf } from "./swagger-bodies.js";
import { mapValues, pathItem, response, sharedParameter, strings } from "./swagger-operations.js";
import { isBodyParameter } from "./swagger-parameters.js";
import { type OddReference, schemaUpgrader } from "./swagger-schemas.js";
import { securityScheme } from "./swagger-security.js";
import { servers } from "./swagger-servers.js";

export interface Upgraded {
  readonly root: JsonObject;
  /** Where what has moved was before, by the pointer that it has now. */
  moved(): ReadonlyMap<Pointer, Pointer>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Swagger 2.0 as OpenAPI 3.0. */
export function upgradeSwagger20(swagger: JsonObject): Upgraded {
  // Only diagnostics and rare references ask what moved where, and finding out doubles the work: hence later, if at all.
  let known: ReadonlyMap<Pointer, Pointer> | undefined;
  const moved = (): ReadonlyMap<Pointer, Pointer> => {
    known ??= movesIn(swagger);
    return known;
  };
  const { root, diagnostics, oddReferences } = convert(swagger, undefined);
  if (oddReferences.length > 0) {
    const now = new Map([...moved()].map(([to, from]) => [from, to]));
    for (const { object, ref } of oddReferences) object.$ref = longestPrefix(ref, now) ?? ref;
  }
  return { root, moved, diagnostics };
}

function movesIn(swagger: JsonObject): ReadonlyMap<Pointer, Pointer> {
  const moved = new Map<Pointer, Pointer>([
    ["#/components/schemas", "#/definitions"],
    ["#/components/parameters", "#/parameters"],
    ["#/components/requestBodies", "#/parameters"],
    ["#/components/responses", "#/responses"],
    ["#/components/securitySchemes", "#/securityDefinitions"],
  ]);
  convert(swagger, (to, from) => moved.set(to, from));
  return moved;
}

interface Converted {
  readonly root: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
  readonly oddReferences: readonly OddReference[];
}

function convert(document: JsonObject, moved: RecordMove | undefined): Converted {
  const diagnostics: Diagnostic[] = [];
  const { schema, oddReferences } = schemaUpgrader();
  const swagger: Swagger = {
    document,
    consumes: strings(document.consumes) ?? ["application/json"],
    produces: strings(document.produces) ?? ["application/json"],
    schema,
    resolved: (value) => resolved(document, value),
    moved,
    report: (...found) => diagnostics.push(...found),
  };
  const { host, basePath, schemes, swagger: _, consumes, produces, ...rest } = document;
  const { definitions, parameters, responses, securityDefinitions, ...kept } = rest;
  // Of documents that are half in a later version.
  const already = (section: string): JsonObject => {
    const found = childOf(document.components, section);
    return isObject(found) ? found : {};
  };
  const root: JsonObject = {
    ...kept,
    openapi: "3.0.4",
    servers: host === undefined && Array.isArray(document.servers) ? document.servers : servers(document),
    paths: pathItems(document.paths, "#/paths", swagger),
    ...("x-ms-paths" in document && {
      "x-ms-paths": pathItems(document["x-ms-paths"], "#/x-ms-paths", swagger),
    }),
    components: {
      ...(isObject(document.components) ? document.components : {}),
      schemas: { ...already("schemas"), ...mapValues(definitions, schema) },
      parameters: { ...already("parameters"), ...sharedParameters(swagger) },
      requestBodies: { ...already("requestBodies"), ...sharedBodies(swagger) },
      responses: {
        ...already("responses"),
        ...mapValues(responses, (value, name) =>
          response(value, swagger.produces, childPointer("#/components/responses", name), swagger),
        ),
      },
      securitySchemes: {
        ...already("securitySchemes"),
        ...mapValues(securityDefinitions, securityScheme),
      },
    },
  };
  return { root: withExtensions(root, oddReferences, schema), diagnostics, oddReferences };
}

/** Extensions are data, unless a schema refers to one, as to grpc-gateway's `x-stream-definitions`. */
function withExtensions(
  root: JsonObject,
  oddReferences: readonly OddReference[],
  schema: Swagger["schema"],
): JsonObject {
  let whole = root;
  const done = new Set<string>();
  // The list grows by what the schemas found refer to.
  for (const { ref } of oddReferences) {
    if (!ref.startsWith("#/x-") || done.has(ref)) continue;
    done.add(ref);
    whole = replacedAt(whole, keysOf(ref), schema);
  }
  return whole;
}

function replacedAt(
  parent: JsonObject,
  [key = "", ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): JsonObject {
  const value = childOf(parent, key);
  if (!isObject(value)) return parent;
  return { ...parent, [key]: rest.length === 0 ? change(value) : replacedAt(value, rest, change) };
}

function pathItems(paths: unknown, at: Pointer, swagger: Swagger): JsonObject {
  return mapValues(paths, (value, path) =>
    path.startsWith("x-") ? value : pathItem(value, childPointer(at, path), swagger),
  );
}

/** What a reference stands for; anything else stands for itself. */
function resolved(document: JsonObject, value: unknown): JsonObject | undefined {
  const ref = isObject(value) ? referenceIn(value) : undefined;
  const target = ref?.startsWith("#/") === true ? valueAt(document, keysOf(ref)) : value;
  return isObject(target) ? target : undefined;
}

function sharedParameters(swagger: Swagger): JsonObject {
  const shared = Object.entries(shareds(swagger)).filter(([, value]) => !isBodyParameter(value));
  return mapValues(Object.fromEntries(shared), (value, name) => sharedParameter(value, name, swagger));
}

/** Form fields have no shared form in 3.0: each operation has its own copy. */
function sharedBodies(swagger: Swagger): JsonObject {
  const shared = Object.entries(shareds(swagger)).filter(([, value]) => value.in === "body");
  const bodies = shared.map(([name, value]) => {
    const from = childPointer("#/parameters", name);
    const to = childPointer("#/components/requestBodies", name);
    return [name, requestBodyOf([{ value, at: from }], undefined, to, swagger)?.value] as const;
  });
  return Object.fromEntries(bodies);
}

function shareds({ document: { parameters } }: Swagger): Readonly<Record<string, JsonObject>> {
  const entries = isObject(parameters) ? Object.entries(parameters) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonObject] => isObject(entry[1])));
}

/** Translates a pointer by the longest of its beginnings that is in `now`. */
function longestPrefix(pointer: Pointer, now: ReadonlyMap<Pointer, Pointer>): Pointer | undefined {
  for (let end = pointer.length; end > 1; end = pointer.lastIndexOf("/", end - 1)) {
    const start = now.get(pointer.slice(0, end));
    if (start !== undefined) return start + pointer.slice(end);
  }
  return undefined;
}
