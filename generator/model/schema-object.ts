import { isTrue } from "../load/flags.js";
import type { JsonObject } from "../load/pointer.js";
import { isAnnotation } from "./misspelt-fields.js";

/**
 * The keywords of a schema that its type depends on, found in one walk over its keys. All schemas have the same
 * shape afterwards. Asking a parsed object for forty keywords, of which it has four, costs ten times as much: engines
 * are slow to say that a property is absent, and no two schemas have the same keys.
 */
export interface SchemaObject {
  /** The schema as written, for the rare and the dynamic. */
  readonly raw: JsonObject;
  readonly type: unknown;
  readonly nullable: boolean;
  readonly $ref: unknown;
  readonly $dynamicRef: unknown;
  readonly $defs: unknown;
  readonly allOf: unknown;
  readonly oneOf: unknown;
  readonly anyOf: unknown;
  readonly discriminator: unknown;
  readonly enum: unknown;
  readonly const: unknown;
  readonly format: unknown;
  readonly contentMediaType: unknown;
  readonly contentEncoding: unknown;
  readonly items: unknown;
  readonly prefixItems: unknown;
  readonly additionalItems: unknown;
  readonly unevaluatedItems: unknown;
  readonly minItems: unknown;
  readonly maxItems: unknown;
  readonly properties: unknown;
  readonly required: unknown;
  readonly additionalProperties: unknown;
  readonly patternProperties: unknown;
  readonly propertyNames: unknown;
  readonly unevaluatedProperties: unknown;
  readonly dependentSchemas: unknown;
  readonly if: unknown;
  readonly not: unknown;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** Keywords that only objects, or only strings, have, and that change no type beyond that. */
  readonly limitsObjects: boolean;
  readonly limitsStrings: boolean;
  /** What is left: no keyword that anybody reads. */
  readonly unread: readonly string[];
}

const none: readonly string[] = [];

type OpenSchemaObject = { -readonly [Key in keyof SchemaObject]: SchemaObject[Key] };

export function schemaObject(raw: JsonObject): SchemaObject {
  const schema: OpenSchemaObject = {
    raw,
    type: undefined,
    nullable: false,
    $ref: undefined,
    $dynamicRef: undefined,
    $defs: undefined,
    allOf: undefined,
    oneOf: undefined,
    anyOf: undefined,
    discriminator: undefined,
    enum: undefined,
    const: undefined,
    format: undefined,
    contentMediaType: undefined,
    contentEncoding: undefined,
    items: undefined,
    prefixItems: undefined,
    additionalItems: undefined,
    unevaluatedItems: undefined,
    minItems: undefined,
    maxItems: undefined,
    properties: undefined,
    required: undefined,
    additionalProperties: undefined,
    patternProperties: undefined,
    propertyNames: undefined,
    unevaluatedProperties: undefined,
    dependentSchemas: undefined,
    if: undefined,
    not: undefined,
    readOnly: false,
    writeOnly: false,
    limitsObjects: false,
    limitsStrings: false,
    unread: none,
  };
  let unread: string[] | undefined;
  for (const key in raw) {
    switch (key) {
      // In the order of how often documents have them.
      case "type":
      case "$ref":
      case "format":
      case "properties":
      case "enum":
      case "required":
      case "items":
      case "allOf":
      case "anyOf":
      case "oneOf":
      case "additionalProperties":
      case "minItems":
      case "maxItems":
      case "const":
      case "discriminator":
      case "$dynamicRef":
      case "$defs":
      case "contentMediaType":
      case "contentEncoding":
      case "prefixItems":
      case "additionalItems":
      case "unevaluatedItems":
      case "patternProperties":
      case "propertyNames":
      case "unevaluatedProperties":
      case "dependentSchemas":
      case "if":
      case "not":
        schema[key] = raw[key];
        break;
      case "nullable":
      case "x-nullable":
        if (isTrue(raw[key])) schema.nullable = true;
        break;
      case "readOnly":
      case "writeOnly":
        schema[key] = isTrue(raw[key]);
        break;
      case "minProperties":
      case "maxProperties":
      case "dependentRequired":
        schema.limitsObjects = true;
        break;
      case "pattern":
      case "minLength":
      case "maxLength":
        schema.limitsStrings = true;
        break;
      default:
        if (isAnnotation(key)) break;
        unread ??= [];
        unread.push(key);
    }
  }
  if (unread !== undefined) schema.unread = unread;
  return schema;
}
