import { isObject, type JsonObject } from "../load/pointer.js";
import type { Encoding, Header, PropertyEncoding } from "./api.js";
import type { Located, References } from "./references.js";
import { noDocs } from "./types.js";

// What the schema of a part says of how it is sent, where its encoding does not. OpenAPI 3.2 §4.15.

/** The encodings of a body's parts, with what the schemas of its properties add. */
export function withPartDefaults(
  encodings: readonly PropertyEncoding[],
  schema: Located,
  references: References,
): readonly PropertyEncoding[] {
  const defaults = new Map<string, Encoding>();
  for (const [property, part] of propertiesOf(schema, references, 0)) {
    const encoding = partDefault(part, references);
    if (encoding !== undefined) defaults.set(property, encoding);
  }
  if (defaults.size === 0) return encodings;
  const completed = encodings.map((encoding) => {
    const { contentType, headers = [] } = defaults.get(encoding.property) ?? {};
    // By style a part is what a field of a form would be.
    if (encoding.style !== undefined || encoding.explode !== undefined) return encoding;
    return {
      ...(contentType !== undefined && { contentType }),
      ...encoding,
      headers: [...headers, ...encoding.headers],
    };
  });
  const said = new Set(encodings.map(({ property }) => property));
  const added = [...defaults].filter(([property]) => !said.has(property));
  return [...completed, ...added.map(([property, encoding]) => ({ property, ...encoding }))];
}

function propertiesOf(schema: Located, references: References, depth: number): [string, unknown][] {
  const found = references.resolve(schema)?.value;
  // Inheritance may be circular.
  if (found === undefined || depth > 8) return [];
  const inherited = (Array.isArray(found.allOf) ? found.allOf : []).flatMap((value: unknown) =>
    propertiesOf({ value, pointer: schema.pointer }, references, depth + 1),
  );
  return [...inherited, ...(isObject(found.properties) ? Object.entries(found.properties) : [])];
}

function partDefault(value: unknown, references: References): Encoding | undefined {
  const schema = references.resolve({ value, pointer: "#" })?.value;
  const item =
    schema && isObject(schema.items) ? references.resolve({ value: schema.items, pointer: "#" }) : undefined;
  const { contentMediaType, contentEncoding } = item?.value ?? schema ?? noSchema;
  const transfer =
    typeof contentEncoding === "string" && contentEncoding !== "binary" ? contentEncoding : undefined;
  const contentType =
    typeof contentMediaType === "string" && isTelling(contentMediaType)
      ? contentMediaType
      : transfer && "application/octet-stream";
  if (contentType === undefined) return undefined;
  return { contentType, headers: transfer === undefined ? [] : [transferEncoding(transfer)] };
}

const noSchema: JsonObject = {};

/** Bytes are `application/octet-stream` anyway, and text that holds JSON must not be written as JSON once more. */
function isTelling(mediaType: string): boolean {
  return !/^application\/octet-stream|[/+]json\b|x-www-form-urlencoded|^multipart\//i.test(mediaType);
}

/** In a part, `contentEncoding` is equivalent to this header. */
function transferEncoding(value: string): Header {
  return {
    name: "Content-Transfer-Encoding",
    required: true,
    type: { kind: "literal", value },
    serialization: { kind: "style", style: "simple", explode: false, allowReserved: false },
    docs: noDocs,
  };
}
