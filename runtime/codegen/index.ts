// Exactly what generated code may import; names are only ever added.

export { ApiClient, type ApiClientOptions, type ApiDefinition } from "./api-client.js";
export { ApiCall, call, type NegotiatedCall, negotiatedCall } from "./call.js";
export type { CallOptions, ServerChoice } from "./call-options.js";
export type { Caller } from "./caller.js";
export type { Codec } from "./codec.js";
export type {
  ApiKeyCredential,
  BasicCredential,
  BearerCredential,
  CredentialRequest,
  DigestCredential,
  HTTPCredential,
  OAuth2Credential,
  OAuth2Token,
  OpenIDConnectCredential,
} from "./credentials.js";
export { encodeValue } from "./encode-value.js";
export {
  ApiError,
  ArgumentError,
  BadRequestError,
  ConflictError,
  CredentialsError,
  type ErrorOf,
  ForbiddenError,
  GoneError,
  isErrorOf,
  NotFoundError,
  PaginationError,
  PreconditionFailedError,
  ResponseBodyError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  UnprocessableContentError,
  WebhookError,
} from "./errors.js";
export { ItemStream } from "./item-stream.js";
export type { Items } from "./items.js";
export {
  type Method,
  method,
  type NegotiatedMethod,
  type NoArguments,
  negotiatedMethod,
  type PagedMethod,
  pagedMethod,
  type StreamMethod,
  streamMethod,
} from "./method.js";
export { type OAuth2Helper, oauth2 } from "./oauth.js";
export {
  type Operation,
  type OperationDescriptor,
  operation,
  type SecurityRequirement,
  type ServerDescriptor,
} from "./operation.js";
export { PagedCall, pagedCall } from "./paged-call.js";
export { type BinaryInput, type FileInput, Part, part } from "./part.js";
export type { Data, JsonMediaType, Outcome, Reply } from "./reply.js";
export { Resource, resource } from "./resource.js";
export type { SecurityScheme } from "./security-schemes.js";
export { StreamCall, streamCall } from "./stream-call.js";
export { unwrapWebhook, type WebhookHeaders, type WebhookOptions } from "./webhooks.js";
