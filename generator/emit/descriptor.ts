// The descriptor of an operation: all that the runtime has to know, and no default of the specification.

import type { Operation, Parameter, SecurityRequirement, Server } from "../model/api.js";
import { argumentKey, type OperationNames } from "../naming/names.js";
import type { FileScope } from "./file-scope.js";
import type { Data, DataObject } from "./literals.js";
import { bodyDescriptor, encodingsDescriptor } from "./media.js";
import { responsesDescriptor } from "./responses-descriptor.js";

/** The fields of the descriptor in the order in which they are printed. */
export function descriptorFields(
  operation: Operation,
  names: OperationNames,
  scope: FileScope,
): [string, Data][] {
  const { parameters, body, security, servers, pagination } = operation;
  const fields: [string, Data | undefined][] = [
    ["id", names.function],
    ["method", operation.method],
    ["path", operation.path],
    [
      "parameters",
      parameters.length === 0
        ? undefined
        : parameters.map((parameter) => parameterDescriptor(parameter, names, scope)),
    ],
    ["body", body === undefined ? undefined : bodyDescriptor(body, scope.sentCoding)],
    ["requiresBody", body?.required === true ? true : undefined],
    ["security", security.length === 0 ? undefined : security.map(requirementDescriptor)],
    ["servers", servers?.map(serverDescriptor)],
    ["responses", responsesDescriptor(operation, scope)],
    // Plain data of strings and numbers, printed as it is.
    ["pagination", pagination as DataObject | undefined],
  ];
  return fields.filter((field): field is [string, Data] => field[1] !== undefined);
}

function parameterDescriptor(parameter: Parameter, names: OperationNames, scope: FileScope): DataObject {
  const { name, in: location, serialization } = parameter;
  const key = argumentKey(names, parameter);
  // Filled in rather than spread: there are very many, and most have nothing more to say.
  const descriptor: { [field: string]: Data } = { name, in: location };
  if (key !== name) descriptor.as = key;
  if (serialization.kind === "content") {
    descriptor.content = serialization.mediaType;
    const encoding = encodingsDescriptor(serialization.encodings);
    if (encoding !== undefined) descriptor.encoding = encoding;
    // Styles write integers and dates as they are; JSON has to be told.
    return Object.assign(descriptor, scope.sentCoding(parameter.type));
  }
  const { style, explode, allowReserved, segments, inner } = serialization;
  const usualStyle =
    location === "query" || location === "cookie" || location === "querystring" ? "form" : "simple";
  if (style !== usualStyle) descriptor.style = style;
  if (explode !== (style === "form" || style === "cookie")) descriptor.explode = explode;
  if (allowReserved) descriptor.allowReserved = true;
  if (segments) descriptor.segments = true;
  if (inner !== undefined) descriptor.inner = inner;
  return descriptor;
}

/** Names alone, unless there is something to say about one. */
export function requirementDescriptor({ schemes }: SecurityRequirement): Data {
  return schemes.every(({ scopes }) => scopes.length === 0)
    ? schemes.map(({ name }) => name)
    : Object.fromEntries(schemes.map(({ name, scopes }) => [name, scopes]));
}

export function serverDescriptor({ url, name, variables }: Server): DataObject {
  const defaults = variables.flatMap((variable): [string, string][] =>
    variable.default === undefined ? [] : [[variable.name, variable.default]],
  );
  return {
    url,
    ...(name === undefined ? {} : { name }),
    ...(defaults.length === 0 ? {} : { variables: Object.fromEntries(defaults) }),
  };
}
