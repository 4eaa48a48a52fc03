// Where the parameters of an operation go: compiled once per operation, then applied to each call's arguments.

import { ArgumentError } from "./errors.js";
import { encodeFormBody } from "./form-body.js";
import { isJson } from "./media-types.js";
import type { OperationDescriptor, ParameterDescriptor, ParameterStyle } from "./operation.js";
import {
  type Encode,
  encodeAll,
  encodeInCookie,
  encodeNothing,
  encodeReservedInPath,
  encodeReservedInQuery,
  encodeSegments,
} from "./percent-encoding.js";
import { type Expansion, expand, jsonText, scalarText } from "./styles.js";

/** The arguments of a call, as the caller gave them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** An argument by its own name: nothing that an object inherits is one. */
export function argument(args: Arguments, name: string): unknown {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

/** A parameter as text; `undefined` when it was not given. */
type Write = (value: unknown) => string | undefined;

interface CompiledParameter {
  readonly name: string;
  readonly argument: string;
  readonly write: Write;
}

/** The parameters of an operation, ready to be applied. */
export interface ParameterPlan {
  readonly path: (args: Arguments) => string;
  readonly query: (args: Arguments) => string;
  readonly headers: readonly CompiledParameter[];
  readonly cookies: readonly CompiledParameter[];
}

export function compileParameters(operation: OperationDescriptor): ParameterPlan {
  const parameters = operation.parameters ?? [];
  const at = (location: ParameterDescriptor["in"]): CompiledParameter[] =>
    parameters.filter((parameter) => parameter.in === location).map(compile);
  const query = [...at("query"), ...at("querystring")];
  return {
    path: compilePath(operation, at("path")),
    query: (args) => joinQuery(query, args),
    headers: at("header"),
    cookies: at("cookie"),
  };
}

function compile(parameter: ParameterDescriptor): CompiledParameter {
  const write =
    parameter.content === undefined ? styleWriter(parameter) : contentWriter(parameter, parameter.content);
  const { codec, encode, name } = parameter;
  return {
    name,
    argument: parameter.as ?? name,
    write: codec === undefined || encode === undefined ? write : (value) => write(encode(codec, value)),
  };
}

const defaultStyles: Readonly<Record<ParameterDescriptor["in"], ParameterStyle>> = {
  path: "simple",
  header: "simple",
  query: "form",
  querystring: "form",
  cookie: "form",
};

function encodeOf(
  { name, in: location, allowReserved = false, segments = false }: ParameterDescriptor,
  style: ParameterStyle,
): Encode {
  if (location === "header") return encodeNothing;
  if (style === "cookie") return encodeInCookie(name);
  if (segments) return encodeSegments;
  if (!allowReserved) return encodeAll;
  return location === "path" ? encodeReservedInPath : encodeReservedInQuery;
}

function styleWriter(parameter: ParameterDescriptor): Write {
  const style = parameter.style ?? defaultStyles[parameter.in];
  const explode = parameter.explode ?? (style === "form" || style === "cookie");
  const isBare = (parameter.in === "path" || parameter.in === "header") && style.endsWith("Delimited");
  const encode = encodeOf(parameter, style);
  const { name, inner } = parameter;
  const expansion: Expansion = { name, style, explode, isBare, inner, encode };
  return (value) => expand(expansion, value);
}

/** OpenAPI 3.2 §4.12.2.2: the value as a document of a media type, escaped where it stands. */
function contentWriter(
  { name, in: location, allowReserved = false, encoding = {} }: ParameterDescriptor,
  mediaType: string,
): Write {
  const inQuery = allowReserved ? encodeReservedInQuery : encodeAll;
  const isForm = mediaType.startsWith("application/x-www-form-urlencoded");
  const text = (value: unknown): string => {
    if (isJson(mediaType)) return jsonText(value, name);
    if (isForm && typeof value === "object" && value !== null) return encodeFormBody(value, encoding);
    return scalarText(value, name);
  };
  return (value) => {
    if (value === undefined) return undefined;
    switch (location) {
      case "querystring":
        return isForm ? text(value) : inQuery(text(value));
      case "query":
        return `${encodeAll(name)}=${inQuery(text(value))}`;
      case "cookie":
        return `${name}=${encodeAll(text(value))}`;
      case "path":
        return encodeAll(text(value));
      case "header":
        return isJson(mediaType) ? asciiJson(text(value)) : text(value);
    }
  };
}

/** Header values are ASCII at best (RFC 9110 §5.5); JSON can say the rest with escapes. */
function asciiJson(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function joinQuery(parameters: readonly CompiledParameter[], args: Arguments): string {
  let query = "";
  for (const parameter of parameters) {
    const text = parameter.write(argument(args, parameter.argument));
    if (text !== undefined && text !== "") query += query === "" ? text : `&${text}`;
  }
  return query;
}

// A value may be several segments.
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

type Segment = readonly (string | CompiledParameter)[];

function compilePath(
  operation: OperationDescriptor,
  parameters: readonly CompiledParameter[],
): (args: Arguments) => string {
  // The fragment of a template never reaches a server.
  const [template = ""] = operation.path.split("#", 1);
  const segments = (template.startsWith("/") ? template.slice(1) : template)
    // A name may have slashes, too.
    .split(/\/(?![^{}]*\})/)
    .map((segment) => compileSegment(segment, parameters));
  return (args) => {
    let path = "";
    for (const segment of segments) path += `/${segmentText(operation, segment, args)}`;
    return path;
  };
}

function compileSegment(segment: string, parameters: readonly CompiledParameter[]): Segment {
  // Split by a pattern with a group: names stand at the odd places.
  return segment.split(/\{([^{}]*)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    return parameters.find(({ name }) => name === piece) ?? compile({ name: piece, in: "path" });
  });
}

function segmentText(operation: OperationDescriptor, segment: Segment, args: Arguments): string {
  let text = "";
  let given = false;
  for (const piece of segment) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    given = true;
    const value = argument(args, piece.argument);
    if (value === undefined || value === null) {
      throw new ArgumentError(`${operation.id}: the path parameter "${piece.argument}" is missing.`);
    }
    text += piece.write(value) ?? "";
  }
  // A URL parser would take "." and "..", escaped or not, for steps in the path: another resource's URL.
  if (given && (text.includes(".") || text.includes("%")) && dotSegment.test(text)) {
    throw new ArgumentError(
      `${operation.id}: path parameters may not make a segment "${text}" of ${operation.path}, which would lead to another path.`,
    );
  }
  return text;
}
