// What an operation's `Responses` interface means, as types. All of it is lazy: nothing here is instantiated
// for a call that is only awaited, except `Data`.
//
//   interface GetPetResponses { 200: Reply<Pet>; "4XX": Reply<Problem>; default: Reply<Problem> }
//
// An explicit code leaves its range, and both leave `default`, at run time as in types.

import type { Response } from "../response.js";

declare const reply: unique symbol;

/** One media type of one response: the type of its body, its media type, its declared headers. */
export interface Reply<Data, ContentType extends string = string, Headers extends object = NoHeaders> {
  readonly [reply]: { readonly data: Data; readonly contentType: ContentType; readonly headers: Headers };
}

export type NoHeaders = Readonly<Record<never, never>>;

/** The registered status codes, IANA "HTTP Status Code Registry", by range. */
interface CodesByRange {
  "1XX": 100 | 101 | 102 | 103 | 104;
  "2XX": 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;
  "3XX": 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308;
  "4XX":
    | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416)
    | (417 | 418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451);
  "5XX": 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
}

type Range = keyof CodesByRange;
type AnyCode = CodesByRange[Range];

/** What a key of `Responses` stands for, once the more specific keys have taken theirs. */
type Codes<Responses, Key extends keyof Responses> = Key extends number
  ? Key
  : Key extends Range
    ? Exclude<CodesByRange[Key], keyof Responses>
    : Key extends "default"
      ? Exclude<AnyCode, keyof Responses | CodesByRange[Extract<keyof Responses, Range>]>
      : never;

/** The codes that the document says nothing about. */
type UndeclaredCodes<Responses> = "default" extends keyof Responses
  ? never
  : Exclude<AnyCode, keyof Responses | CodesByRange[Extract<keyof Responses, Range>]>;

type SuccessKey<Responses> = Extract<keyof Responses, CodesByRange["2XX"] | "2XX">;

type DataOf<R> = R extends { readonly [reply]: { readonly data: infer Data } } ? Data : never;

/** The replies that count as success: those of the 2xx codes, else the default one. */
type SuccessReply<Responses> = [SuccessKey<Responses>] extends [never]
  ? "default" extends keyof Responses
    ? Responses["default"]
    : Reply<unknown>
  : Responses[SuccessKey<Responses>];

/** What is asked for first where an operation answers in JSON and in other media types. RFC 6839 §3.1 for `+json`. */
export type JsonMediaType = `application/json${string}` | `${string}+json${string}` | "text/json";

/**
 * The body of a 2xx response: what awaiting a call gives. Of several media types, what was asked for counts, which is JSON
 * unless `accept` says otherwise; `Success` and `Outcome` have all of them.
 */
export type Data<Responses, Accept extends string = JsonMediaType> = [SuccessKey<Responses>] extends [never]
  ? DataOf<Accepted<SuccessReply<Responses>, Accept>>
  : { [Key in SuccessKey<Responses>]: DataOf<Accepted<Responses[Key], Accept>> }[SuccessKey<Responses>];

/** All, if none of them is what was asked for. */
type Accepted<R, Accept extends string> = [Matching<R, Accept>] extends [never] ? R : Matching<R, Accept>;

type Matching<R, Accept extends string> = R extends {
  readonly [reply]: { readonly contentType: infer ContentType };
}
  ? [Extract<ContentType, Accept>] extends [never]
    ? Accept extends ContentType
      ? R
      : never
    : R
  : never;

type OutcomeOf<Status, R> = R extends {
  readonly [reply]: {
    readonly data: infer Data;
    readonly contentType: infer ContentType;
    readonly headers: infer Headers;
  };
}
  ? {
      readonly status: Status;
      /** The declared media type that the response matched. */
      readonly contentType: ContentType;
      readonly data: Data;
      /** The declared headers, decoded. All others are in `response.headers`. */
      readonly headers: Headers;
      readonly response: Response;
    }
  : never;

/** A 2xx answer with everything around it, told apart by `status` where there are several. */
export type Success<Responses> = [SuccessKey<Responses>] extends [never]
  ? OutcomeOf<CodesByRange["2XX"], SuccessReply<Responses>>
  : {
      [Key in SuccessKey<Responses>]: OutcomeOf<Codes<Responses, Key>, Responses[Key]>;
    }[SuccessKey<Responses>];

/** Any answer of the server, told apart by `status` (and `contentType`). */
export type Outcome<Responses> =
  | { [Key in keyof Responses]: OutcomeOf<Codes<Responses, Key>, Responses[Key]> }[keyof Responses]
  | UndeclaredOutcome<UndeclaredCodes<Responses>>;

type UndeclaredOutcome<Status> = [Status] extends [never] ? never : OutcomeOf<Status, Reply<unknown>>;

type FailureCodes<Responses, Key extends keyof Responses> = Exclude<
  Codes<Responses, Key>,
  CodesByRange["2XX"]
>;

type FailureOf<Status, R> = [Status] extends [never]
  ? never
  : R extends {
        readonly [reply]: {
          readonly data: infer Data;
          readonly contentType: infer ContentType;
          readonly headers: infer Headers;
        };
      }
    ? {
        readonly status: Status;
        readonly contentType: ContentType;
        readonly data: Data;
        readonly headers: Headers;
      }
    : never;

/** The failures that the document declares, told apart by `status`. */
export type Failure<Responses> = {
  [Key in keyof Responses]: FailureOf<FailureCodes<Responses, Key>, Responses[Key]>;
}[keyof Responses];
