import type { Type } from "./api.js";
import type { SchemaObject } from "./schema-object.js";
import { binaryType, integerType, numberType, stringType } from "./types.js";

// Strings and numbers: the format is all that their types know.

/** Most scalars have no format or a common one; types are values, so they are shared. */
const withFormat = new Map<string, Type>();

/** `type: file` is Swagger 2.0's, the others are wishes; all of them say what `format` should. */
const typesForFormats: ReadonlyMap<unknown, string> = new Map([
  ["file", "binary"],
  ["date", "date"],
  ["datetime", "date-time"],
  ["date-time", "date-time"],
  ["uuid", "uuid"],
]);

export function stringTypeOf(schema: SchemaObject): Type {
  const format = schema.format ?? typesForFormats.get(schema.type);
  if (format === "binary" || isBinaryContent(schema)) return binaryType;
  if (typeof format !== "string" || format === "") return stringType;
  return shared(`string ${format}`, { kind: "string", format });
}

export function numberTypeOf(schema: SchemaObject, integer: boolean): Type {
  const { format } = schema;
  if (typeof format !== "string" || format === "") return integer ? integerType : numberType;
  return shared(`${integer} ${format}`, { kind: "number", integer, format });
}

/**
 * 3.1 says "bytes" with a media type and no encoding; text types are text, encoded bytes are text too, except with the
 * encoding `binary`, which is none (JSON Schema 2020-12 §8.3, RFC 2045 §6.1).
 */
function isBinaryContent(schema: SchemaObject): boolean {
  const { contentMediaType, contentEncoding } = schema;
  if (contentEncoding === "binary") return true;
  if (typeof contentMediaType !== "string" || contentEncoding !== undefined) return false;
  return !/^\s*text\/|json|xml|yaml|javascript|x-www-form-urlencoded|^\s*multipart\//i.test(contentMediaType);
}

function shared(key: string, type: Type): Type {
  const known = withFormat.get(key);
  if (known !== undefined) return known;
  // Formats come from documents; a process that sees many must not collect them all.
  if (withFormat.size < 200) withFormat.set(key, type);
  return type;
}
