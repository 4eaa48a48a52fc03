// What generated code may import from the runtime. `test/contract.test.ts` holds these lists and
// `runtime/codegen/index.ts` to each other.

export const runtimePackage = "@gen-client/runtime/codegen";

export const runtimeTypes = [
  "ApiCall",
  "ApiCaller",
  "ApiClientOptions",
  "ApiDefinition",
  "ApiKeyCredential",
  "BasicCredential",
  "BearerCredential",
  "BinaryInput",
  "Caller",
  "CallOptions",
  "Codec",
  "Data",
  "DigestCredential",
  "ErrorOf",
  "FileInput",
  "HTTPCredential",
  "Items",
  "ItemStream",
  "Method",
  "NoArguments",
  "OAuth2Credential",
  "OAuth2Helper",
  "OpenIDConnectCredential",
  "Operation",
  "OperationDescriptor",
  "Outcome",
  "PagedCall",
  "PagedMethod",
  "Part",
  "Reply",
  "SecurityScheme",
  "ServerChoice",
  "ServerDescriptor",
  "StreamCall",
  "StreamMethod",
  "WebhookOptions",
] as const;

export const runtimeValues = [
  "ApiClient",
  "ApiError",
  "ArgumentError",
  "BadRequestError",
  "call",
  "ConflictError",
  "CredentialsError",
  "ForbiddenError",
  "GoneError",
  "isErrorOf",
  "method",
  "NotFoundError",
  "oauth2",
  "operation",
  "pagedCall",
  "pagedMethod",
  "PaginationError",
  "part",
  "PreconditionFailedError",
  "Resource",
  "resource",
  "ResponseBodyError",
  "ServerError",
  "streamCall",
  "streamMethod",
  "TooManyRequestsError",
  "UnauthorizedError",
  "UnprocessableContentError",
  "unwrapWebhook",
  "WebhookError",
] as const;

export type RuntimeSymbol = (typeof runtimeTypes)[number] | (typeof runtimeValues)[number];

/** What files other than the index mention: names that an import of a model must leave alone. */
export const mentionedSymbols = [
  "ApiCall",
  "ApiClient",
  "ApiClientOptions",
  "ApiDefinition",
  "ApiKeyCredential",
  "BasicCredential",
  "BearerCredential",
  "BinaryInput",
  "call",
  "Caller",
  "CallOptions",
  "DigestCredential",
  "FileInput",
  "HTTPCredential",
  "Items",
  "ItemStream",
  "Method",
  "method",
  "NoArguments",
  "OAuth2Credential",
  "OpenIDConnectCredential",
  "Operation",
  "operation",
  "PagedCall",
  "pagedCall",
  "PagedMethod",
  "pagedMethod",
  "Reply",
  "Resource",
  "resource",
  "StreamCall",
  "streamCall",
  "StreamMethod",
  "streamMethod",
  "unwrapWebhook",
  "WebhookOptions",
] as const satisfies readonly RuntimeSymbol[];

export type MentionedSymbol = (typeof mentionedSymbols)[number];

const values: ReadonlySet<string> = new Set(runtimeValues);
const mentioned: ReadonlySet<string> = new Set(mentionedSymbols);

export function isMentionedSymbol(name: string): boolean {
  return mentioned.has(name);
}

/** Whether it exists at run time, and must not be imported as a type. */
export function isRuntimeValue(name: MentionedSymbol): boolean {
  return values.has(name);
}
