import type { Header, MediaType, Operation, Parameter, RequestBody, Response, Type, Webhook } from "./api.js";
import { mapList } from "./types.js";

// The types in an operation, by direction: arguments are what is given to the request, results what comes of it.

export interface Changes {
  arguments(type: Type): Type;
  results(type: Type): Type;
}

/** Replaces all types in operations. What operations share is replaced once and stays shared. */
export function operationMapper(changes: Changes): (operation: Operation) => Operation {
  const parameter = once((given: Parameter) => withType(given, changes.arguments));
  const body = once((given: RequestBody) => ({
    ...given,
    content: mapList(given.content, (media) => withMediaTypes(media, changes.arguments)),
  }));
  const content = once((given: Response["content"]) =>
    mapList(given, (media) => withMediaTypes(media, changes.results)),
  );
  const headers = once((given: readonly Header[]) =>
    mapList(given, (header) => withType(header, changes.results)),
  );
  const response = (given: Response): Response => ({
    ...given,
    content: content(given.content),
    headers: headers(given.headers),
  });
  return (operation) => ({
    ...operation,
    parameters: mapList(operation.parameters, parameter),
    ...(operation.body && { body: body(operation.body) }),
    responses: operation.responses.map(response),
  });
}

/** All types of some operations, by direction; shared ones once. */
export function typesOf(operations: readonly Operation[]): {
  arguments: readonly Type[];
  results: readonly Type[];
} {
  const found = { arguments: new Set<Type>(), results: new Set<Type>() };
  const collect = operationMapper({
    arguments: (type) => {
      found.arguments.add(type);
      return type;
    },
    results: (type) => {
      found.results.add(type);
      return type;
    },
  });
  operations.forEach(collect);
  return { arguments: [...found.arguments], results: [...found.results] };
}

export function mapWebhooks(
  webhooks: readonly Webhook[],
  change: (operation: Operation) => Operation,
): readonly Webhook[] {
  return webhooks.map((webhook) => ({ ...webhook, operation: change(webhook.operation) }));
}

function withType<Typed extends { readonly type: Type }>(typed: Typed, change: (type: Type) => Type): Typed {
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
  return {
    ...media,
    type,
    ...(itemType && { itemType }),
    encodings: mapList(media.encodings, inHeaders),
    prefixEncodings: mapList(media.prefixEncodings, inHeaders),
    ...(media.itemEncoding && { itemEncoding: inHeaders(media.itemEncoding) }),
  };
}

function once<Value extends object, Result>(change: (value: Value) => Result): (value: Value) => Result {
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
