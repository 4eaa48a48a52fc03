import type {
  Header,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  Response,
  Type,
  TypeKind,
} from "./api.js";
import { mapList } from "./types.js";

// The types in an operation, by direction: arguments are what is given to the request, results what comes of it.

export interface Changes {
  arguments(type: Type): Type;
  results(type: Type): Type;
}

/** Types that no question changes: most parameters have one of these. */
const plain: ReadonlySet<TypeKind> = new Set([
  "unknown",
  "never",
  "null",
  "boolean",
  "string",
  "number",
  "binary",
  "literal",
]);

/** Replaces all types in operations. What operations share is replaced once and stays shared. */
export function operationMapper(changes: Changes): (operation: Operation) => Operation {
  const parameter = (given: Parameter): Parameter => withType(given, changes.arguments);
  const body = once((given: RequestBody): RequestBody => {
    const content = mapList(given.content, (media) => withMediaTypes(media, changes.arguments));
    return content === given.content ? given : { ...given, content };
  });
  const response = once((given: Response): Response => {
    const content = mapList(given.content, (media) => withMediaTypes(media, changes.results));
    const headers = mapList(given.headers, (header) => withType(header, changes.results));
    if (content === given.content && headers === given.headers) return given;
    return { ...given, content, headers };
  });
  return (operation) => {
    const parameters = mapList(operation.parameters, parameter);
    const responses = mapList(operation.responses, response);
    const given = operation.body;
    const changed = given && body(given);
    const isSame =
      parameters === operation.parameters && responses === operation.responses && changed === given;
    return isSame ? operation : { ...operation, parameters, ...(changed && { body: changed }), responses };
  };
}

export interface UsedTypes {
  readonly arguments: ReadonlySet<Type>;
  readonly results: ReadonlySet<Type>;
}

/** All types of some operations, by direction; shared ones once. */
export function typesOf(operations: Iterable<Operation>): UsedTypes {
  const used = { arguments: new Set<Type>(), results: new Set<Type>() };
  const collect = (into: Set<Type>) => (type: Type) => {
    into.add(type);
    return type;
  };
  const visit = operationMapper({ arguments: collect(used.arguments), results: collect(used.results) });
  for (const operation of operations) visit(operation);
  return used;
}

function withType<Typed extends { readonly type: Type }>(typed: Typed, change: (type: Type) => Type): Typed {
  if (plain.has(typed.type.kind)) return typed;
  const type = change(typed.type);
  return type === typed.type ? typed : { ...typed, type };
}

function withMediaTypes(media: MediaType, change: (type: Type) => Type): MediaType {
  const type = change(media.type);
  const itemType = media.itemType && change(media.itemType);
  const inHeaders = <Encoding extends { readonly headers: readonly Header[] }>(
    encoding: Encoding,
  ): Encoding => {
    const headers = mapList(encoding.headers, (header) => withType(header, change));
    return headers === encoding.headers ? encoding : { ...encoding, headers };
  };
  const encodings = mapList(media.encodings, inHeaders);
  const prefixEncodings = mapList(media.prefixEncodings, inHeaders);
  const itemEncoding = media.itemEncoding && inHeaders(media.itemEncoding);
  const isSame =
    type === media.type &&
    itemType === media.itemType &&
    encodings === media.encodings &&
    prefixEncodings === media.prefixEncodings &&
    itemEncoding === media.itemEncoding;
  if (isSame) return media;
  return {
    ...media,
    type,
    ...(itemType && { itemType }),
    encodings,
    prefixEncodings,
    ...(itemEncoding && { itemEncoding }),
  };
}

/** Remembers results by the identity of what they were made of. */
export function once<Value extends object, Result>(
  change: (value: Value) => Result,
): (value: Value) => Result {
  const known = new Map<Value, Result>();
  return (value) => {
    let result = known.get(value);
    if (result === undefined) {
      result = change(value);
      known.set(value, result);
    }
    return result;
  };
}
