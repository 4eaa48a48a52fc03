import type { Pointer } from "../diagnostics.js";
import { childOf, childPointer, isObject, type JsonObject, keysOf } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import { methods } from "../load/shapes.js";
import type { Placed, Swagger } from "./swagger.js";
import { requestBodyOf } from "./swagger-bodies.js";
import { collectionFormatProblem, header, isBodyParameter, parameter } from "./swagger-parameters.js";
import { renamedReference } from "./swagger-schemas.js";
import { servers } from "./swagger-servers.js";

export function pathItem(value: unknown, at: Pointer, swagger: Swagger): unknown {
  if (!isObject(value)) return value;
  const { plain, bodies } = divided(value.parameters, `${at}/parameters`, swagger);
  const { parameters: _, ...rest } = value;
  const item: Record<string, unknown> = { ...rest, ...parameterList(plain, at, swagger) };
  for (const method of methods) {
    const child = value[method];
    if (isObject(child)) item[method] = operation(child, `${at}/${method}`, bodies, swagger);
  }
  return item;
}

function operation(
  value: JsonObject,
  at: Pointer,
  pathBodies: readonly Placed[],
  swagger: Swagger,
): JsonObject {
  const { consumes, produces, schemes, parameters, responses, ...rest } = value;
  const { plain, bodies } = divided(parameters, `${at}/parameters`, swagger);
  const body = requestBodyOf(
    bodies.length > 0 ? bodies : pathBodies,
    strings(consumes),
    `${at}/requestBody`,
    swagger,
  );
  if (body !== undefined) swagger.report(...body.diagnostics);
  return {
    ...rest,
    ...(strings(schemes) === undefined ? {} : { servers: servers({ ...swagger.document, schemes }) }),
    ...parameterList(plain, at, swagger),
    ...(body === undefined ? {} : { requestBody: body.value }),
    responses: mapValues(responses, (response, status) =>
      operationResponse(response, strings(produces), childPointer(`${at}/responses`, status), swagger),
    ),
  };
}

/** The parameters of a list that stay parameters, and those that make up a request body. */
function divided(
  list: unknown,
  at: Pointer,
  { resolved }: Swagger,
): { readonly plain: readonly Placed[]; readonly bodies: readonly Placed[] } {
  const plain: Placed[] = [];
  const bodies: Placed[] = [];
  if (!Array.isArray(list)) return { plain, bodies };
  for (const [index, value] of list.entries()) {
    if (!isObject(value)) continue;
    (isBodyParameter(resolved(value)) ? bodies : plain).push({ value, at: `${at}/${index}` });
  }
  return { plain, bodies };
}

function parameterList(list: readonly Placed[], at: Pointer, swagger: Swagger): JsonObject {
  if (list.length === 0) return {};
  const parameters = list.map(({ value, at: from }, index) =>
    plainParameter(value, from, `${at}/parameters/${index}`, swagger),
  );
  return { parameters };
}

export function sharedParameter(value: unknown, name: string, swagger: Swagger): unknown {
  if (!isObject(value)) return value;
  return plainParameter(
    value,
    childPointer("#/parameters", name),
    childPointer("#/components/parameters", name),
    swagger,
  );
}

function plainParameter(value: JsonObject, from: Pointer, to: Pointer, swagger: Swagger): JsonObject {
  const ref = referenceIn(value);
  if (ref !== undefined) return { $ref: renamedReference(ref) ?? ref };
  swagger.moved?.(to, from);
  if (!("schema" in value)) swagger.moved?.(`${to}/schema`, from);
  const problem = collectionFormatProblem(value);
  if (problem !== undefined) swagger.report({ ...problem, pointer: `${from}/collectionFormat` });
  return parameter(value, swagger.schema);
}

function operationResponse(
  value: unknown,
  produces: readonly string[] | undefined,
  at: Pointer,
  swagger: Swagger,
): unknown {
  const ref = isObject(value) ? referenceIn(value) : undefined;
  if (ref === undefined) return response(value, produces ?? swagger.produces, at, swagger);
  // A shared response has the media types of the operation that uses it.
  const shared = produces === undefined ? undefined : sharedResponse(ref, swagger);
  if (produces === undefined || shared?.schema === undefined) return { $ref: renamedReference(ref) ?? ref };
  swagger.moved?.(at, ref);
  return response(shared, produces, at, swagger);
}

function sharedResponse(ref: string, { document }: Swagger): JsonObject | undefined {
  const [section, name, ...deeper] = keysOf(ref);
  if (section !== "responses" || name === undefined || deeper.length > 0) return undefined;
  const shared = childOf(document.responses, name);
  return isObject(shared) ? shared : undefined;
}

export function response(
  value: unknown,
  produces: readonly string[],
  at: Pointer,
  swagger: Swagger,
): unknown {
  if (!isObject(value)) return value;
  const { schema: body, examples, headers, ...rest } = value;
  const isFile = isObject(body) && body.type === "file";
  const types =
    isFile && produces.every((type) => type.includes("json")) ? ["application/octet-stream"] : produces;
  const schema = body === undefined ? undefined : swagger.schema(body);
  const content: Record<string, unknown> = {};
  for (const type of schema !== undefined ? types : isObject(examples) ? Object.keys(examples) : []) {
    const example = childOf(examples, type);
    content[type] = {
      ...(schema === undefined ? {} : { schema }),
      ...(example === undefined ? {} : { example }),
    };
    swagger.moved?.(childPointer(at, "content", type, "schema"), `${at}/schema`);
  }
  return {
    ...rest,
    ...(isObject(headers) ? { headers: mapValues(headers, (value) => header(value, swagger.schema)) } : {}),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

export function strings(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item): item is string => typeof item === "string");
  return texts.length === 0 ? undefined : texts;
}

/** `{}` for what is no object. */
export function mapValues(object: unknown, upgrade: (value: unknown, key: string) => unknown): JsonObject {
  if (!isObject(object)) return {};
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, upgrade(value, key)]));
}
