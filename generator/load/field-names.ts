import type { OpenAPIV2, OpenAPIV3_1 } from "openapi-types";

// The fields that an object may have in any version, so that the compiler finds a slip in the grammar (`shapes.ts`).
// What openapi-types lacks stands beside it: OpenAPI 3.2, and most of JSON Schema.

/** Of all members of a union. */
type KeyOf<Type> = Type extends unknown ? Extract<keyof Type, string> : never;

type NestedEncodingField = "encoding" | "prefixEncoding" | "itemEncoding";

export interface FieldNames {
  readonly document: KeyOf<OpenAPIV2.Document | OpenAPIV3_1.Document> | "x-ms-paths";
  readonly components: KeyOf<OpenAPIV3_1.ComponentsObject> | "mediaTypes";
  readonly info: KeyOf<OpenAPIV3_1.InfoObject>;
  readonly tag: KeyOf<OpenAPIV3_1.TagObject>;
  // Its methods are an enum there.
  readonly pathItem: `${KeyOf<OpenAPIV3_1.PathItemObject>}` | "query" | "additionalOperations";
  readonly operation: KeyOf<OpenAPIV3_1.OperationObject>;
  readonly parameter: KeyOf<OpenAPIV2.GeneralParameterObject | OpenAPIV3_1.ParameterObject>;
  readonly header: KeyOf<OpenAPIV2.HeaderObject | OpenAPIV3_1.HeaderObject>;
  readonly requestBody: KeyOf<OpenAPIV3_1.RequestBodyObject>;
  readonly response: KeyOf<OpenAPIV2.ResponseObject | OpenAPIV3_1.ResponseObject>;
  readonly mediaType: KeyOf<OpenAPIV3_1.MediaTypeObject> | "itemSchema" | NestedEncodingField;
  readonly encoding: KeyOf<OpenAPIV3_1.EncodingObject> | NestedEncodingField;
  readonly link: KeyOf<OpenAPIV3_1.LinkObject>;
  readonly schema:
    | KeyOf<OpenAPIV3_1.SchemaObject>
    | "$defs"
    | "additionalItems"
    | "contains"
    | "contentSchema"
    | "definitions"
    | "dependentSchemas"
    | "else"
    | "if"
    | "patternProperties"
    | "prefixItems"
    | "propertyNames"
    | "then"
    | "unevaluatedItems"
    | "unevaluatedProperties";
}
