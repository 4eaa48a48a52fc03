// The IR: what an OpenAPI document means, with every decision about spelling taken. `buildApi` makes it,
// naming and emission read it, nothing writes to it.
//
//   Api ─┬─ declarations: id → Declaration ── type: Type      named types, the only ones that can recurse
//        ├─ operations ─┬─ parameters ── type: Type
//        │              ├─ body ── content: MediaType[] ── type: Type
//        │              └─ responses ── content: MediaType[]
//        ├─ webhooks, servers, securitySchemes, tags
//        └─ info
//
// Rules. Unions are closed by `kind`, and no field exists that only some kinds use. Absent is `undefined`
// by omission; a list that may be empty is an empty list. `nullable`, `x-nullable` and `type: [.., "null"]`
// are all a union with `null`. Read and write shapes of one schema are two declarations. An operation is
// complete: whoever emits it never opens the document. Whatever can be blamed carries its `source`.

import type { Pointer } from "../diagnostics.js";

export interface Api {
  readonly info: Info;
  /** In document order; the first is the default. Never empty: without any, OpenAPI says `/`. */
  readonly servers: readonly Server[];
  /** Where the document came from, if from the web: what relative server URLs are resolved against. */
  readonly documentUrl?: string;
  /** What the document asks of all operations, best first: for requests that it does not describe. */
  readonly security: readonly SecurityRequirement[];
  readonly securitySchemes: readonly SecurityScheme[];
  /** The document's tags, then those that only operations mention, in order of first mention. */
  readonly tags: readonly Tag[];
  readonly declarations: ReadonlyMap<DeclarationId, Declaration>;
  /** In document order. */
  readonly operations: readonly Operation[];
  /** Requests that the API sends: `webhooks`, and the `callbacks` of operations. */
  readonly webhooks: readonly Webhook[];
}

export interface Info {
  readonly title: string;
  readonly version: string;
  readonly summary?: string;
  readonly description?: string;
  readonly license?: string;
  readonly source: Pointer;
}

// ── Types ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Identifies a named type: the JSON pointer of its schema in the Document, `#/components/schemas/Pet`, plus
 * `@write` for the write shape where it differs from the read shape.
 */
export type DeclarationId = string;

/** A named type: a component schema, or an inline one that needs a name because it recurses or is shared. */
export interface Declaration {
  readonly id: DeclarationId;
  /**
   * What the document calls it, as written: `Pet`, `foo-bar`, `Repo[]`. For an inline schema, words that
   * describe its place. Naming turns it into an identifier.
   */
  readonly label: string;
  /** `write` is the shape that requests take, when it differs from the `read` shape of the same schema. */
  readonly shape: "read" | "write";
  readonly docs: Docs;
  /** Generic parameters: one per `$dynamicAnchor` that a `$dynamicRef` inside may be bound to. */
  readonly typeParameters: readonly TypeParameter[];
  readonly type: Type;
  readonly source: Pointer;
}

export interface TypeParameter {
  /** The anchor's name. */
  readonly label: string;
  /** What it stands for when nobody binds it. */
  readonly default: Type;
}

export type Type =
  | UnknownType
  | NeverType
  | NullType
  | BooleanType
  | StringType
  | NumberType
  | BinaryType
  | LiteralType
  | EnumType
  | ArrayType
  | TupleType
  | ObjectType
  | UnionType
  | IntersectionType
  | ReferenceType
  | TypeParameterType;

export type TypeKind = Type["kind"];

/** `{}`, `true`, or something that has no meaning. */
export interface UnknownType {
  readonly kind: "unknown";
}

/** `false`, `enum: []`, or a contradiction. */
export interface NeverType {
  readonly kind: "never";
}

export interface NullType {
  readonly kind: "null";
}

export interface BooleanType {
  readonly kind: "boolean";
}

export interface StringType {
  readonly kind: "string";
  /** As declared: `date-time`, `uuid`, … `date-time` and `date` decide the type under `--dates Date`. */
  readonly format?: string;
}

export interface NumberType {
  readonly kind: "number";
  readonly integer: boolean;
  /** As declared; `int64` and `uint64` decide the type under `--int64`. */
  readonly format?: string;
}

/** Bytes that are not text: `format: binary`, or a media type that is not JSON, text or a form. */
export interface BinaryType {
  readonly kind: "binary";
}

/** `const`, or an enum of one. Object and array constants become objects and tuples of literals. */
export interface LiteralType {
  readonly kind: "literal";
  readonly value: string | number | boolean;
}

/** Two or more strings or numbers. Mixed enums are unions of enums and literals; `null` is a union member. */
export interface EnumType {
  readonly kind: "enum";
  readonly base: "string" | "number";
  readonly values: readonly EnumValue[];
  /**
   * Whether values that are not listed must be expected: true where only responses use it, and where the
   * document says so (`anyOf` of `string` and an enum).
   */
  readonly open: boolean;
}

export interface EnumValue {
  readonly value: string | number;
  /** From `x-enum-varnames` or `x-enumNames`, if given, unique and complete. */
  readonly label?: string;
  readonly description?: string;
}

export interface ArrayType {
  readonly kind: "array";
  readonly items: Type;
}

/** `prefixItems`: `[string, number?, ...boolean[]]`. */
export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly Type[];
  /** How many of the items must be there (`minItems`); the later ones are optional. */
  readonly required: number;
  /** The type of what follows; absent when nothing may. */
  readonly rest?: Type;
}

export interface ObjectType {
  readonly kind: "object";
  /** In document order; each key once. */
  readonly properties: readonly Property[];
  /**
   * The type of all other keys. Absent when nothing is said about them. With properties of other types, it
   * is `unknown`, as TypeScript's index signatures have to cover the named ones; without any, it may be `never`.
   */
  readonly index?: Type;
}

export interface Property {
  readonly key: string;
  readonly required: boolean;
  /** `readOnly` or `writeOnly`, if said. The write shape has no read-only properties, and the other way round. */
  readonly access?: "read-only" | "write-only";
  readonly type: Type;
  readonly docs: Docs;
  readonly source: Pointer;
}

/** `oneOf`, `anyOf`, `type: [..]`, nullability. Flat, without duplicates, at least two members. */
export interface UnionType {
  readonly kind: "union";
  readonly members: readonly Type[];
  /**
   * The property that tells the members apart. Each member that is a reference has been narrowed to carry
   * its values, so this is for documentation and for a runtime that dispatches.
   */
  readonly discriminator?: Discriminator;
}

export interface Discriminator {
  readonly property: string;
  /** Which values mean which member. */
  readonly mapping: readonly DiscriminatorEntry[];
  /** What an absent or unlisted value means (3.2 `defaultMapping`). */
  readonly default?: DeclarationId;
}

export interface DiscriminatorEntry {
  readonly value: string | number | boolean;
  readonly member: DeclarationId;
}

/** `allOf` that cannot be merged into one object. At least two members. */
export interface IntersectionType {
  readonly kind: "intersection";
  readonly members: readonly Type[];
}

export interface ReferenceType {
  readonly kind: "reference";
  readonly id: DeclarationId;
  /** One per type parameter of the declaration, or none. */
  readonly typeArguments: readonly Type[];
  /** Keys removed from the target, `Omit<Target, …>`: how a discriminated child replaces its parent's tag. */
  readonly omit: readonly string[];
}

/** A `$dynamicRef` inside a generic declaration. */
export interface TypeParameterType {
  readonly kind: "type-parameter";
  readonly label: string;
}

/** What the document says about a thing in words: all of it untrusted text. */
export interface Docs {
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  /** Why, or what instead, if the document says so (`x-deprecation-reason` and the like). */
  readonly deprecation?: string;
  readonly default?: unknown;
  readonly examples: readonly unknown[];
  /** `minLength`, `pattern`, `maximum` …, as declared. */
  readonly constraints: readonly Constraint[];
  readonly link?: string;
}

export interface Constraint {
  readonly keyword: string;
  readonly value: unknown;
}

// ── Operations ───────────────────────────────────────────────────────────────────────────────────────────

/**
 * The JSON pointer of the operation: `#/paths/~1pets~1{petId}/get`. Where several paths share one path item by
 * reference, the place that refers to it; `source` is then where it is written.
 */
export type OperationId = string;

export interface Operation {
  readonly id: OperationId;
  /** `operationId` as written, if it is there and unique. */
  readonly operationId?: string;
  /** Upper case as sent: `GET`, `QUERY`, `COPY`. */
  readonly method: string;
  /** The template as written: `/pets/{petId}`. */
  readonly path: string;
  readonly tags: readonly string[];
  readonly docs: Docs;
  /** Path item's and operation's merged, each (in, name) once; every `{name}` of the path is among them. */
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  /** Explicit codes ascending, then ranges, then `default`. Never empty. */
  readonly responses: readonly Response[];
  /** Alternatives, best first, root default applied. Empty: no security. */
  readonly security: readonly SecurityRequirement[];
  /** Only where the path item or the operation overrides the document's. */
  readonly servers?: readonly Server[];
  readonly pagination?: Pagination;
  readonly source: Pointer;
}

export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly type: Type;
  readonly serialization: Serialization;
  readonly docs: Docs;
  readonly source: Pointer;
}

/** OpenAPI 3.2 §4.12.1. `querystring` is the whole query as one value. */
export type ParameterLocation = "path" | "query" | "header" | "cookie" | "querystring";

/** How a value becomes text: by style, or as a media type. */
export type Serialization =
  | {
      readonly kind: "style";
      readonly style: Style;
      readonly explode: boolean;
      readonly allowReserved: boolean;
      /** A path parameter whose value may be several segments: slashes in it stay. */
      readonly segments?: true;
      /** How lists inside the list are separated (Swagger 2.0). */
      readonly inner?: Style;
    }
  | {
      readonly kind: "content";
      readonly mediaType: string;
      /** By property, for a form. */
      readonly encodings: readonly PropertyEncoding[];
    };

/** OpenAPI 3.2 §4.12.2, and `tabDelimited` for the `tsv` of Swagger 2.0. */
export type Style =
  | "matrix"
  | "label"
  | "simple"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "tabDelimited"
  | "deepObject"
  | "cookie";

export interface RequestBody {
  readonly required: boolean;
  readonly docs: Docs;
  /** At least one; the first is the default. */
  readonly content: readonly MediaType[];
  readonly source: Pointer;
}

/** How a body of a media type is read and written. */
export type MediaTypeKind =
  | "json"
  | "form"
  | "multipart"
  | "text"
  | "binary"
  /** Server-sent events whose item is the whole event: `{ event, data, id, retry }`, `data` by its `contentSchema`. */
  | "events"
  /** Server-sent events whose item is what `data` holds, JSON: how most documents before 3.2 mean it. */
  | "event-data"
  | "json-lines"
  | "json-seq";

export interface MediaType {
  /** As written, lower-cased, parameters kept: `application/vnd.api+json; version=2`. */
  readonly mediaType: string;
  readonly kind: MediaTypeKind;
  readonly type: Type;
  /** `itemSchema`, or what a sequential media type's `schema` says of one item. */
  readonly itemType?: Type;
  /** By property, for `form` and `multipart`. */
  readonly encodings: readonly PropertyEncoding[];
  /** By position, for `multipart` (3.2 `prefixEncoding`). */
  readonly prefixEncodings: readonly Encoding[];
  /** For all further positions (3.2 `itemEncoding`). */
  readonly itemEncoding?: Encoding;
  readonly source: Pointer;
}

/** OpenAPI 3.2 §4.15. What is absent has the default of the specification. */
export interface Encoding {
  readonly contentType?: string;
  readonly style?: Style;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly headers: readonly Header[];
  /** Of a part that has parts or fields of its own. */
  readonly nested?: NestedEncodings;
}

export interface NestedEncodings {
  readonly encodings: readonly PropertyEncoding[];
  readonly prefixEncodings: readonly Encoding[];
  readonly itemEncoding?: Encoding;
}

export interface PropertyEncoding extends Encoding {
  readonly property: string;
}

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly type: Type;
  readonly serialization: Serialization;
  readonly docs: Docs;
}

export interface Response {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly docs: Docs;
  /** Empty: no body. */
  readonly content: readonly MediaType[];
  readonly headers: readonly Header[];
  readonly source: Pointer;
}

export interface Webhook {
  /** The key under `webhooks`, or of the callback. */
  readonly label: string;
  readonly operation: Operation;
  /** The operation that registers it, for a callback. */
  readonly registeredBy?: OperationId;
}

/** How to get from one page to the next. Values are paths into argument or body: `["meta", "next"]`. */
export type Pagination =
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

// ── The rest of the document ─────────────────────────────────────────────────────────────────────────────

export interface Tag {
  readonly name: string;
  readonly docs: Docs;
  /** 3.2: tags form a tree. */
  readonly parent?: string;
}

export interface Server {
  /** The template as written, `https://{region}.example.com/v1`; may be relative to the document's URL. */
  readonly url: string;
  readonly name?: string;
  readonly description?: string;
  readonly variables: readonly ServerVariable[];
}

export interface ServerVariable {
  readonly name: string;
  /** Absent where the document has none, so that whoever calls has to say. */
  readonly default?: string;
  readonly enum: readonly string[];
  readonly description?: string;
}

/** All schemes of one alternative are needed together. Empty: anonymous access is an alternative. */
export interface SecurityRequirement {
  readonly schemes: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}

export type SecurityScheme = { readonly name: string; readonly docs: Docs; readonly source: Pointer } & (
  | { readonly kind: "api-key"; readonly in: "header" | "query" | "cookie"; readonly parameter: string }
  | { readonly kind: "basic" }
  | { readonly kind: "bearer"; readonly bearerFormat?: string }
  | { readonly kind: "digest" }
  /** Any other scheme of the IANA registry: the caller gives the whole header value after its name. */
  | { readonly kind: "http"; readonly scheme: string }
  | { readonly kind: "mutual-tls" }
  | { readonly kind: "oauth2"; readonly flows: readonly OAuthFlow[]; readonly metadataUrl?: string }
  | { readonly kind: "openid-connect"; readonly url: string }
);

export type OAuthFlow = {
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  readonly refreshUrl?: string;
} & (
  | { readonly kind: "implicit"; readonly authorizationUrl: string }
  | { readonly kind: "password"; readonly tokenUrl: string }
  | { readonly kind: "client-credentials"; readonly tokenUrl: string }
  | { readonly kind: "authorization-code"; readonly authorizationUrl: string; readonly tokenUrl: string }
  | { readonly kind: "device"; readonly deviceAuthorizationUrl: string; readonly tokenUrl: string }
);
