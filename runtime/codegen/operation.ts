// An operation as data: everything that `call` needs to know, defaults left out so that generated files stay
// small. Fields are only ever added, because an SDK generated today must run on the runtime of next year.

import type { Codec } from "./codec.js";

type Encode = (codec: Codec, value: unknown) => unknown;

/** How a body of a media type is read and written. */
export type MediaKind =
  | "json"
  | "form"
  | "multipart"
  | "text"
  | "binary"
  /** Server-sent events; one item is the whole event. */
  | "events"
  /** Server-sent events; one item is the JSON that `data` holds. */
  | "event-data"
  | "json-lines"
  | "json-seq";

/** OpenAPI 3.2 §4.12.2 "Style Values", and `tabDelimited` for Swagger 2.0's `tsv`. */
export type ParameterStyle =
  | "matrix"
  | "label"
  | "simple"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "tabDelimited"
  | "deepObject"
  | "cookie";

export interface ParameterDescriptor {
  /** On the wire. */
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie" | "querystring";
  /** The argument's name, where it differs. */
  readonly as?: string;
  /** Default: `form` in query and cookie, `simple` in path and header. */
  readonly style?: ParameterStyle;
  /** Default: true for `form` and `cookie`, false for all others. */
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** The value may be several segments of the path: reserved characters and slashes in it stay. */
  readonly segments?: boolean;
  /** What separates the items of lists inside the list, in Swagger 2.0. */
  readonly inner?: ParameterStyle;
  /** The media type of a `content` parameter. */
  readonly content?: string;
  /** By property of a `content` parameter that is a form. */
  readonly encoding?: { readonly [property: string]: EncodingDescriptor };
  readonly codec?: Codec;
  /** As in a media type. */
  readonly encode?: Encode;
}

/** OpenAPI 3.2 §4.15 "Encoding Object". */
export interface EncodingDescriptor {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** Part headers whose value the document fixes. */
  readonly headers?: { readonly [name: string]: string };
  /** Of a part that is a form. */
  readonly encoding?: { readonly [property: string]: EncodingDescriptor };
  /** By position of a part that has parts. */
  readonly prefixEncoding?: readonly EncodingDescriptor[];
  readonly itemEncoding?: EncodingDescriptor;
}

export interface MediaDescriptor {
  readonly kind: MediaKind;
  /** By property of a `form` or `multipart` body. */
  readonly encoding?: { readonly [property: string]: EncodingDescriptor };
  /** By position of a `multipart` array. */
  readonly prefixEncoding?: readonly EncodingDescriptor[];
  /** For all further positions of a `multipart` array. */
  readonly itemEncoding?: EncodingDescriptor;
  /** `events`: the `data` of an event is JSON, of every one or of those with these names. */
  readonly data?: "json" | readonly string[];
  /** The `data` that ends a stream of events. Default: `[DONE]`. */
  readonly sentinel?: string;
  /** Of the body; of one item for sequential kinds. */
  readonly codec?: Codec;
  /**
   * What applies the codec to a body that is sent: `encodeValue`, where text stands for long integers. All else is
   * written as it is, so that a program without such integers need not bundle it.
   */
  readonly encode?: Encode;
}

/** What has no media type stands for its usual one: `"json"` is `application/json`. The first is the default. */
export type BodyDescriptor =
  | MediaKind
  | MediaDescriptor
  | { readonly [mediaType: string]: MediaKind | MediaDescriptor };

/** `int64`: a number; an integer that a number cannot hold is an error rather than rounded. */
export type ScalarHeaderKind = "string" | "number" | "int64" | "bigint" | "boolean" | "date";

/**
 * How a response header is read. `[]` marks a list, with what separates its items where that is no comma; `{}` an object as `a,1,b,2`, `{=}` one as `a=1,b=2`
 * (`explode`), `json` a header declared by `content`, with the codec of what needs one.
 */
export type HeaderKind =
  | ScalarHeaderKind
  | `${ScalarHeaderKind}[${"" | " " | "|" | "\t"}]`
  | "{}"
  | "{=}"
  | "json"
  | { readonly json: Codec };

/** What has no media type stands for any of its kind; `"none"` and an object without media types mean no body. */
export type ResponseDescriptor =
  | MediaKind
  | MediaDescriptor
  | "none"
  | {
      readonly [mediaType: `${string}/${string}`]: MediaKind | MediaDescriptor;
      readonly headers?: { readonly [name: string]: HeaderKind };
    };

/** By `200`, `4XX` or `default`. */
export interface ResponsesDescriptor {
  readonly [status: string]: ResponseDescriptor;
}

export interface ServerDescriptor {
  readonly url: string;
  readonly name?: string;
  /** Defaults of the variables, by name. */
  readonly variables?: { readonly [name: string]: string };
}

/** How to get from one page to the next. Values are paths into the body: `["meta", "next"]`. */
export type PaginationDescriptor =
  | {
      readonly kind: "cursor";
      readonly parameter: string;
      readonly cursor: readonly string[];
      readonly items: readonly string[];
    }
  | {
      readonly kind: "offset";
      readonly parameter: string;
      readonly limit?: string;
      readonly items: readonly string[];
    }
  | {
      readonly kind: "page";
      readonly parameter: string;
      readonly first: number;
      /** Where a page says how many there are. */
      readonly count?: readonly string[];
      readonly items: readonly string[];
    }
  /** A `next` that leads nowhere: all is on one page. */
  | { readonly kind: "url"; readonly next: readonly string[]; readonly items: readonly string[] }
  | { readonly kind: "link"; readonly items: readonly string[] };

/**
 * Schemes that are needed together, by name; with the scopes or roles that the document asks for, where it asks for any.
 * Empty: anonymous will do.
 */
export type SecurityRequirement = readonly string[] | { readonly [scheme: string]: readonly string[] };

// The lists that most operations have are `T[]`, though nobody changes them: the compiler compares a literal with that by its
// items, and with `readonly T[]` by each method of arrays as well, which for 1,200 operations made a sixth of all symbols.

export interface OperationDescriptor {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** A path parameter needs none where the path's braces say all. */
  readonly parameters?: ParameterDescriptor[];
  readonly body?: BodyDescriptor;
  /** A call without the body is refused. */
  readonly requiresBody?: true;
  /** Alternatives, best first. */
  readonly security?: SecurityRequirement[];
  /** Only where the operation or its path has servers of its own. */
  readonly servers?: readonly ServerDescriptor[];
  readonly responses: ResponsesDescriptor;
  readonly pagination?: PaginationDescriptor;
}

declare const types: unique symbol;

/** A descriptor that knows the types of its arguments and responses. */
export interface Operation<Args, Responses> extends OperationDescriptor {
  /** Never there: carries the types only. */
  readonly [types]?: (args: Args) => Responses;
}

/** Gives a descriptor its types. */
export function operation<Args, Responses>(descriptor: OperationDescriptor): Operation<Args, Responses> {
  return descriptor;
}
