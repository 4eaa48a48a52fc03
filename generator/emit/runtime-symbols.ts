// What generated code may import from the runtime, and what it does import.

export const runtimePackage = "@gen-client/runtime/codegen";

/** The folder of an SDK that holds its own copy, with `--runtime inline`. */
export const runtimeFolder = "runtime";

/** All that there is: `test/contract.test.ts` holds this list and \`runtime/codegen/index.ts\` to each other. */
export const runtimeSymbols = [
  "ApiCall",
  "ApiClient",
  "ApiClientOptions",
  "ApiDefinition",
  "ApiError",
  "ApiKeyCredential",
  "ArgumentError",
  "BadRequestError",
  "BasicCredential",
  "BearerCredential",
  "BinaryInput",
  "call",
  "Caller",
  "CallOptions",
  "Codec",
  "ConflictError",
  "CredentialRequest",
  "CredentialsError",
  "Data",
  "DigestCredential",
  "encodeValue",
  "ErrorOf",
  "FileInput",
  "ForbiddenError",
  "GoneError",
  "HTTPCredential",
  "isErrorOf",
  "Items",
  "ItemStream",
  "JsonMediaType",
  "Method",
  "method",
  "NegotiatedCall",
  "negotiatedCall",
  "NegotiatedMethod",
  "negotiatedMethod",
  "NoArguments",
  "NotFoundError",
  "oauth2",
  "OAuth2Credential",
  "OAuth2Helper",
  "OAuth2Token",
  "OpenIDConnectCredential",
  "Operation",
  "operation",
  "OperationDescriptor",
  "Outcome",
  "PagedCall",
  "pagedCall",
  "PagedMethod",
  "pagedMethod",
  "PaginationError",
  "Part",
  "part",
  "PreconditionFailedError",
  "Reply",
  "Resource",
  "resource",
  "ResponseBodyError",
  "SecurityRequirement",
  "SecurityScheme",
  "ServerChoice",
  "ServerDescriptor",
  "ServerError",
  "StreamCall",
  "streamCall",
  "StreamMethod",
  "streamMethod",
  "TooManyRequestsError",
  "UnauthorizedError",
  "UnprocessableContentError",
  "unwrapWebhook",
  "WebhookError",
  "WebhookHeaders",
  "WebhookOptions",
] as const;

/** What files other than the index mention as types. */
export const mentionedTypes = [
  "ApiCall",
  "ApiClientOptions",
  "ApiDefinition",
  "ApiKeyCredential",
  "BasicCredential",
  "BearerCredential",
  "BinaryInput",
  "Caller",
  "CallOptions",
  "Codec",
  "DigestCredential",
  "FileInput",
  "HTTPCredential",
  "Items",
  "ItemStream",
  "JsonMediaType",
  "Method",
  "NegotiatedCall",
  "NegotiatedMethod",
  "NoArguments",
  "OAuth2Credential",
  "OpenIDConnectCredential",
  "Operation",
  "PagedCall",
  "PagedMethod",
  "Reply",
  "StreamCall",
  "StreamMethod",
  "WebhookHeaders",
  "WebhookOptions",
] as const;

/** What they call, extend or make. */
export const mentionedValues = [
  "ApiClient",
  "call",
  "encodeValue",
  "method",
  "negotiatedCall",
  "negotiatedMethod",
  "pagedCall",
  "pagedMethod",
  "Resource",
  "resource",
  "streamCall",
  "streamMethod",
  "unwrapWebhook",
] as const;

export type MentionedSymbol = (typeof mentionedTypes)[number] | (typeof mentionedValues)[number];

const values: ReadonlySet<string> = new Set(mentionedValues);
const mentioned: ReadonlySet<string> = new Set([...mentionedTypes, ...mentionedValues]);

/** A name that an import of something else must leave alone. */
export function isMentionedSymbol(name: string): boolean {
  return mentioned.has(name);
}

export function isMentionedValue(name: MentionedSymbol): boolean {
  return values.has(name);
}
