// From a response to what the document says it is. The most specific entry counts: code, range, default.

import { jsonText } from "../json.js";
import type { Response } from "../response.js";
import type { Codec } from "./codec.js";
import { type ApiErrorDetails, apiError, bodyError, ResponseBodyError } from "./errors.js";
import { ItemStream } from "./item-stream.js";
import {
  covers,
  essenceOf,
  isBare,
  isJson,
  isSameType,
  isSequential,
  kindOf,
  mediaDescriptor,
} from "./media-types.js";
import type {
  HeaderKind,
  MediaDescriptor,
  Operation,
  OperationDescriptor,
  ResponseDescriptor,
} from "./operation.js";

// Loaded with the first response that needs them, and kept: import() itself takes time.
let headerDecoding: typeof import("./header-decoding.js") | undefined;
let jsonDecoding: typeof import("./json-decoding.js") | undefined;

/** The body and headers of a response, decoded, whatever the status. */
export interface DecodedOutcome {
  readonly status: number;
  /** The declared media type that the response matched, else its own; `""` without any. */
  readonly contentType: string;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly response: Response;
}

type CompiledMedia = readonly [mediaType: string, media: MediaDescriptor, essence: string];

interface CompiledResponse {
  /** Empty: no body. */
  readonly mediaTypes: readonly CompiledMedia[];
  readonly headers: readonly (readonly [name: string, kind: HeaderKind])[];
  /** What the last Content-Type matched: servers send the same one each time. */
  last: { readonly type: string; readonly match: Match } | undefined;
}

interface ResponsePlan {
  readonly byStatus: ReadonlyMap<string, CompiledResponse>;
  /** The first that is declared for a 2xx status: how an undeclared one is read. */
  readonly success: CompiledResponse | undefined;
  readonly readsItems: boolean;
}

const plans = new WeakMap<OperationDescriptor, ResponsePlan>();

/** Worked out when first needed: an SDK of a thousand operations costs nothing for those nobody calls. */
function planOf(operation: OperationDescriptor): ResponsePlan {
  let plan = plans.get(operation);
  if (plan === undefined) {
    plan = compileResponses(operation);
    plans.set(operation, plan);
  }
  return plan;
}

/** Whether a body of the operation may be a sequence, so that bodies may not be read ahead. */
export function readsItems(operation: OperationDescriptor): boolean {
  return planOf(operation).readsItems;
}

function compileResponses(operation: OperationDescriptor): ResponsePlan {
  const byStatus = new Map(
    Object.entries(operation.responses).map(
      ([status, response]) => [status.toUpperCase(), compile(response)] as const,
    ),
  );
  const [, success] = [...byStatus].find(([status]) => status.startsWith("2")) ?? [];
  const readsItems = [...byStatus.values()].some(({ mediaTypes }) =>
    mediaTypes.some(([, media]) => isSequential(media.kind)),
  );
  return { byStatus, success, readsItems };
}

function compile(response: ResponseDescriptor): CompiledResponse {
  if (response === "none") return { mediaTypes: [], headers: [], last: undefined };
  if (isBare(response))
    return { mediaTypes: [["*/*", mediaDescriptor(response), "*/*"]], headers: [], last: undefined };
  const { headers = {}, ...mediaTypes } = response;
  return {
    mediaTypes: Object.entries(mediaTypes).map(
      ([type, media]) => [type, mediaDescriptor(media), essenceOf(type)] as const,
    ),
    headers: Object.entries(headers),
    last: undefined,
  };
}

function declaredFor({ byStatus }: ResponsePlan, status: number): CompiledResponse | undefined {
  return (
    byStatus.get(String(status)) ?? byStatus.get(`${Math.floor(status / 100)}XX`) ?? byStatus.get("DEFAULT")
  );
}

/** Whatever was answered, decoded. @throws ResponseBodyError */
export function readOutcome(
  operation: Operation<never, unknown>,
  response: Response,
): DecodedOutcome | Promise<DecodedOutcome> {
  const plan = planOf(operation);
  const declared = declaredFor(plan, response.statusCode);
  return decodeOutcome(declared ?? (response.isSuccess ? plan.success : undefined), response, true);
}

/** A 2xx answer, decoded. @throws ApiError for any other, ResponseBodyError */
export function readReply(
  operation: Operation<never, unknown>,
  response: Response,
): DecodedOutcome | Promise<DecodedOutcome> {
  return response.isSuccess ? readOutcome(operation, response) : raise(operation, response);
}

async function raise(operation: Operation<never, unknown>, response: Response): Promise<never> {
  // The stack of an error that is made a turn later leads to whoever awaits the call.
  await undefined;
  throw apiError(await errorDetails(operation, response));
}

async function errorDetails(
  operation: Operation<never, unknown>,
  response: Response,
): Promise<ApiErrorDetails> {
  const declared = declaredFor(planOf(operation), response.statusCode);
  const { request } = response;
  try {
    const outcome = await decodeOutcome(declared, response, false);
    return { operation, request, ...outcome, declared: declared !== undefined };
  } catch (cause) {
    if (!(cause instanceof ResponseBodyError)) throw cause;
    // A gateway's page in place of the declared error: the status is still what matters.
    return {
      operation,
      request,
      response,
      declared: false,
      contentType: essenceOf(response.headers.get("content-type") ?? ""),
      data: response.text,
      headers: {},
      cause,
    };
  }
}

interface Match {
  readonly declared: CompiledResponse | undefined;
  readonly contentType: string;
  readonly media: MediaDescriptor | undefined;
}

// At once where the body is read and needs no code of its own, as nearly all do: a promise takes its time.
function decodeOutcome(
  declared: CompiledResponse | undefined,
  response: Response,
  asItems: boolean,
): DecodedOutcome | Promise<DecodedOutcome> {
  const match = matchOf(declared, response.headers.get("content-type") ?? "");
  const { media } = match;
  const isPlain =
    media?.codec === undefined &&
    (declared === undefined || declared.headers.length === 0) &&
    !(asItems && media !== undefined && isSequential(media.kind));
  if (!isPlain) return decodeSpecial(match, response, asItems);
  // Read even where nothing is declared: the connection can be used again only then.
  const reading = response.readNow();
  if (reading === undefined) return outcomeOf(match, response, {}, plainJson);
  return reading.then(() => outcomeOf(match, response, {}, plainJson));
}

function matchOf(declared: CompiledResponse | undefined, type: string): Match {
  if (declared === undefined) return { declared, contentType: essenceOf(type), media: undefined };
  if (declared.last?.type === type) return declared.last.match;
  const [contentType, media] = choose(declared, essenceOf(type), type);
  const match = { declared, contentType, media };
  declared.last = { type, match };
  return match;
}

async function decodeSpecial(match: Match, response: Response, asItems: boolean): Promise<DecodedOutcome> {
  const { declared, media } = match;
  if (asItems && media !== undefined && isSequential(media.kind) && !hasNoBody(response)) {
    return decodeItems(match, media, response);
  }
  const reading = response.readNow();
  if (reading !== undefined) await reading;
  const headers = await decodedHeaders(declared?.headers ?? [], response);
  const readJson = media?.codec === undefined ? plainJson : await jsonReader(media.codec);
  return outcomeOf(match, response, headers, readJson);
}

async function decodeItems(
  { declared, contentType }: Match,
  media: MediaDescriptor,
  response: Response,
): Promise<DecodedOutcome> {
  const isEvents = media.kind === "events" || media.kind === "event-data";
  // Read as events, it would be a stream without any: whatever it says would be lost.
  if (isEvents && isJson(essenceOf(response.headers.get("content-type") ?? ""))) {
    await response.readNow();
    throw bodyError(response, "the document describes a stream of events", undefined);
  }
  try {
    const headers = await decodedHeaders(declared?.headers ?? [], response);
    const status = response.statusCode;
    return { status, contentType, headers, response, data: new ItemStream(response, media) };
  } catch (error) {
    await response.close();
    throw error;
  }
}

function outcomeOf(
  { declared, contentType, media }: Match,
  response: Response,
  headers: DecodedOutcome["headers"],
  readJson: ReadJson,
): DecodedOutcome {
  const hasBody = !hasNoBody(response) && (declared === undefined || declared.mediaTypes.length > 0);
  const data = !hasBody
    ? undefined
    : media === undefined
      ? undescribed(response, contentType)
      : decode(response, media, readJson);
  return { status: response.statusCode, contentType, headers, response, data };
}

async function decodedHeaders(
  headers: CompiledResponse["headers"],
  response: Response,
): Promise<DecodedOutcome["headers"]> {
  if (headers.length === 0) return {};
  headerDecoding ??= await import("./header-decoding.js");
  return headerDecoding.decodeHeaders(headers, response);
}

type ReadJson = (response: Response) => unknown;

const plainJson: ReadJson = (response) => response.json();

async function jsonReader(codec: Codec): Promise<ReadJson> {
  jsonDecoding ??= await import("./json-decoding.js");
  const { decodeJson } = jsonDecoding;
  return (response) => decodeJson(jsonText(response.bytes), codec, response.jsonDecoder);
}

/** RFC 9110 §6.4.1. */
function hasNoBody(response: Response): boolean {
  const { statusCode: status } = response;
  return status === 204 || status === 205 || status === 304 || response.request.method === "HEAD";
}

/** The declared media type that a response has; servers forget theirs, or say another of the same kind. */
function choose(
  { mediaTypes }: CompiledResponse,
  essence: string,
  contentType: string,
): readonly [contentType: string, media: MediaDescriptor | undefined] {
  const found =
    (mediaTypes.length > 1 ? mediaTypes.find(([type]) => isSameType(type, contentType)) : undefined) ??
    mediaTypes.find(([, , declared]) => declared === essence) ??
    // OpenAPI 3.2 §4.14: the most specific one.
    mediaTypes.find(([type, , declared]) => declared !== "*/*" && covers(type, essence)) ??
    mediaTypes.find(([, , declared]) => declared === "*/*") ??
    (essence === "" ? undefined : mediaTypes.find(([, media]) => media.kind === kindOf(essence))) ??
    mediaTypes[0];
  if (found === undefined) return [essence, undefined];
  const [type, media] = found;
  return [type.includes("*") ? essence : type, media];
}

function decode(response: Response, media: MediaDescriptor, readJson: ReadJson): unknown {
  switch (media.kind) {
    case "json":
      return decodeJsonBody(response, readJson);
    case "text":
    case "events":
    case "event-data":
    case "json-lines":
    case "json-seq":
      return response.text;
    case "form":
      return formFields(response.text);
    case "binary":
    case "multipart":
      return response.content;
  }
}

function decodeJsonBody(response: Response, readJson: ReadJson): unknown {
  if (response.bytes.byteLength === 0) return undefined;
  try {
    return readJson(response);
  } catch (cause) {
    // A codec's own words; those of JSON.parse repeat the body.
    const what = cause instanceof RangeError ? `: ${cause.message}` : "";
    throw bodyError(response, `its body is not the JSON that the document describes${what}`, cause);
  }
}

/** What the document does not describe: by Content-Type, and as text when it is not what it says. */
function undescribed(response: Response, essence: string): unknown {
  if (response.bytes.byteLength === 0) return undefined;
  switch (essence === "" ? "text" : kindOf(essence)) {
    case "json":
      try {
        return response.json();
      } catch {
        // Nobody promised anything about this body, so that its text is as good an answer.
        return response.text;
      }
    case "binary":
    case "multipart":
      return response.content;
    default:
      return response.text;
  }
}

function formFields(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}
