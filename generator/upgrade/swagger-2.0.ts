import type { Diagnostic, Pointer } from "../diagnostics.js";
import { childOf, childPointer, isObject, type JsonObject, keysOf, valueAt } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import { methods, schemaShape } from "../load/shapes.js";
import { rewriteTree } from "./rewrite.js";
import { requestBodyOf } from "./swagger-bodies.js";
import { collectionFormatProblem, header, isBodyParameter, parameter } from "./swagger-parameters.js";
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

/** Told that what is at `to` now was at `from` before. */
export type RecordMove = (to: Pointer, from: Pointer) => void;

interface Converted {
  readonly root: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
  /** References to places that have no fixed new address, in objects of our own. */
  readonly oddReferences: readonly { readonly object: Record<string, unknown>; readonly ref: string }[];
}

function convert(swagger: JsonObject, moved: RecordMove | undefined): Converted {
  const diagnostics: Diagnostic[] = [];
  const oddReferences: { readonly object: Record<string, unknown>; readonly ref: string }[] = [];
  const globalConsumes = strings(swagger.consumes) ?? ["application/json"];
  const globalProduces = strings(swagger.produces) ?? ["application/json"];
  const sharedParameters = isObject(swagger.parameters) ? swagger.parameters : {};
  const sharedResponses = isObject(swagger.responses) ? swagger.responses : {};

  const schema = (value: unknown): unknown =>
    rewriteTree(value, schemaShape, (object, shape, _path, children) => {
      const ref = referenceIn(object);
      if (ref === undefined) return children(shape === schemaShape ? upgradeSchema(object) : object);
      const renamed = renamedReference(ref);
      const copy: Record<string, unknown> = { ...object, $ref: renamed ?? ref };
      if (renamed === undefined) oddReferences.push({ object: copy, ref });
      if (object["x-nullable"] !== true) return copy;
      // What stands beside a reference is lost in 3.0, and this extension is there to be heard.
      return { nullable: true, allOf: [copy] };
    });

  /** The parameter that a reference into `#/parameters` means, or the parameter itself. */
  const resolved = (value: unknown): JsonObject | undefined => {
    const ref = isObject(value) ? referenceIn(value) : undefined;
    const target = ref?.startsWith("#/") === true ? valueAt(swagger, keysOf(ref)) : value;
    return isObject(target) ? target : undefined;
  };

  const plainParameter = (value: JsonObject, from: Pointer, to: Pointer): unknown => {
    const ref = referenceIn(value);
    if (ref !== undefined) return { $ref: renamedReference(ref) ?? ref };
    moved?.(to, from);
    if (!("schema" in value)) moved?.(`${to}/schema`, from);
    const problem = collectionFormatProblem(value);
    if (problem !== undefined) diagnostics.push({ ...problem, pointer: `${from}/collectionFormat` });
    return parameter(value, schema);
  };

  const response = (value: unknown, produces: readonly string[], at: Pointer): unknown => {
    if (!isObject(value)) return value;
    const { schema: body, examples, headers, ...rest } = value;
    const isFile = isObject(body) && body.type === "file";
    const types =
      isFile && produces.every((type) => /json/.test(type)) ? ["application/octet-stream"] : produces;
    const content: Record<string, unknown> = {};
    const upgraded = body === undefined ? undefined : schema(body);
    for (const type of upgraded === undefined ? Object.keys(isObject(examples) ? examples : {}) : types) {
      const example = childOf(examples, type);
      content[type] = {
        ...(upgraded === undefined ? {} : { schema: upgraded }),
        ...(example === undefined ? {} : { example }),
      };
      moved?.(childPointer(at, "content", type, "schema"), `${at}/schema`);
    }
    return {
      ...rest,
      ...(isObject(headers) ? { headers: mapValues(headers, (value) => header(value, schema)) } : {}),
      ...(Object.keys(content).length === 0 ? {} : { content }),
    };
  };

  const operation = (value: JsonObject, at: Pointer, pathBodies: readonly Placed[]): JsonObject => {
    const { consumes, produces, schemes, parameters, responses, ...rest } = value;
    const own = placed(parameters, `${at}/parameters`);
    const plain = own.filter(({ value }) => !isBodyParameter(resolved(value)));
    const bodies = own.filter(({ value }) => isBodyParameter(resolved(value)));
    const body = requestBodyOf(bodies.length > 0 ? bodies : pathBodies, {
      consumes: strings(consumes),
      globalConsumes,
      resolved,
      schema,
      at: `${at}/requestBody`,
      moved,
    });
    diagnostics.push(...(body?.diagnostics ?? []));
    const ownProduces = strings(produces);
    const upgradeResponse = (value: unknown, status: string): unknown => {
      const ref = isObject(value) ? referenceIn(value) : undefined;
      const place = childPointer(`${at}/responses`, status);
      if (ref === undefined) return response(value, ownProduces ?? globalProduces, place);
      // A shared response has the media types of the operation that uses it.
      const shared = ownProduces === undefined ? undefined : sharedValue(sharedResponses, ref, "responses");
      if (shared?.schema === undefined) return { $ref: renamedReference(ref) ?? ref };
      moved?.(place, ref);
      return response(shared, ownProduces ?? globalProduces, place);
    };
    const operationServers = servers({ ...swagger, schemes });
    return {
      ...rest,
      ...(strings(schemes) === undefined ? {} : { servers: operationServers }),
      ...(plain.length === 0
        ? {}
        : {
            parameters: plain.map(({ value, at: from }, index) =>
              plainParameter(value, from, childPointer(at, "parameters", index)),
            ),
          }),
      ...(body === undefined ? {} : { requestBody: body.value }),
      responses: isObject(responses) ? mapValues(responses, upgradeResponse) : {},
    };
  };

  const pathItem = (value: unknown, path: string): unknown => {
    if (!isObject(value)) return value;
    const at = childPointer("#/paths", path);
    const shared = placed(value.parameters, `${at}/parameters`);
    const bodies = shared.filter(({ value }) => isBodyParameter(resolved(value)));
    const plain = shared.filter((entry) => !bodies.includes(entry));
    const item: Record<string, unknown> = { ...value };
    delete item.parameters;
    if (plain.length > 0) {
      item.parameters = plain.map(({ value, at: from }, index) =>
        plainParameter(value, from, childPointer(at, "parameters", index)),
      );
    }
    for (const method of methods) {
      const child = value[method];
      if (isObject(child)) item[method] = operation(child, `${at}/${method}`, bodies);
    }
    return item;
  };

  const shared = Object.entries(sharedParameters).flatMap(([name, value]) =>
    isObject(value) ? [{ name, value }] : [],
  );
  const plainShared = shared.filter(({ value }) => !isBodyParameter(value));
  const bodyShared = shared.filter(({ value }) => value.in === "body");
  const { host, basePath, schemes, swagger: _, consumes, produces, parameters, responses, ...rest } = swagger;
  const { definitions, securityDefinitions, ...kept } = rest;
  const components = {
    ...(isObject(swagger.components) ? swagger.components : {}),
    schemas: isObject(definitions) ? mapValues(definitions, schema) : {},
    parameters: fromEntries(
      plainShared.map(({ name, value }) => [
        name,
        plainParameter(
          value,
          childPointer("#/parameters", name),
          childPointer("#/components/parameters", name),
        ),
      ]),
    ),
    requestBodies: fromEntries(
      bodyShared.map(({ name, value }) => {
        const at = childPointer("#/components/requestBodies", name);
        const own = [{ value, at: childPointer("#/parameters", name) }];
        return [
          name,
          requestBodyOf(own, { consumes: undefined, globalConsumes, resolved, schema, at, moved })?.value,
        ];
      }),
    ),
    responses: mapValues(sharedResponses, (value, name) =>
      response(value, globalProduces, childPointer("#/components/responses", name)),
    ),
    securitySchemes: isObject(securityDefinitions) ? mapValues(securityDefinitions, securityScheme) : {},
  };
  const root: JsonObject = {
    ...kept,
    openapi: "3.0.4",
    servers: servers(swagger),
    paths: isObject(swagger.paths)
      ? mapValues(swagger.paths, (value, path) => (path.startsWith("x-") ? value : pathItem(value, path)))
      : {},
    components,
  };
  return { root, diagnostics, oddReferences };
}

/** A list item with the path to it. */
export interface Placed {
  readonly value: JsonObject;
  readonly at: Pointer;
}

function placed(list: unknown, at: Pointer): Placed[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) => (isObject(value) ? [{ value, at: `${at}/${index}` }] : []));
}

const renamedSections: Readonly<Record<string, string>> = {
  definitions: "schemas",
  parameters: "parameters",
  responses: "responses",
};

/** A reference into one of the sections that have moved to `components`. */
function renamedReference(ref: string): string | undefined {
  const match = /^#\/(definitions|parameters|responses)(\/.*)$/s.exec(ref);
  return match?.[1] === undefined ? undefined : `#/components/${renamedSections[match[1]]}${match[2]}`;
}

/** Translates a pointer by the longest of its beginnings that is in `now`. */
function longestPrefix(pointer: Pointer, now: ReadonlyMap<Pointer, Pointer>): Pointer | undefined {
  for (let end = pointer.length; end > 1; end = pointer.lastIndexOf("/", end - 1)) {
    const start = now.get(pointer.slice(0, end));
    if (start !== undefined) return start + pointer.slice(end);
  }
  return undefined;
}

function sharedValue(shared: JsonObject, ref: string, section: string): JsonObject | undefined {
  const keys = keysOf(ref);
  const value = keys.length === 2 && keys[0] === section ? childOf(shared, keys[1] ?? "") : undefined;
  return isObject(value) ? value : undefined;
}

/** What a schema says differently in 3.0. */
function upgradeSchema(schema: JsonObject): JsonObject {
  const isFile = schema.type === "file";
  const isNullable = schema["x-nullable"] === true;
  const { discriminator, collectionFormat: _, "x-nullable": __, ...rest } = schema;
  if (!isFile && !isNullable && typeof discriminator !== "string" && _ === undefined && __ === undefined)
    return schema;
  return {
    ...rest,
    ...(discriminator === undefined ? {} : { discriminator: upgradeDiscriminator(discriminator) }),
    ...(isFile ? { type: "string", format: "binary" } : {}),
    ...(isNullable ? { nullable: true } : {}),
  };
}

function upgradeDiscriminator(discriminator: unknown): unknown {
  return typeof discriminator === "string" ? { propertyName: discriminator } : discriminator;
}

function strings(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item): item is string => typeof item === "string");
  return texts.length === 0 ? undefined : texts;
}

function mapValues(object: JsonObject, upgrade: (value: unknown, key: string) => unknown): JsonObject {
  return fromEntries(Object.entries(object).map(([key, value]) => [key, upgrade(value, key)]));
}

/** `Object.fromEntries` defines own properties, `__proto__` too. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): JsonObject {
  return Object.fromEntries(entries);
}
