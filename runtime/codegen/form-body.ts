// application/x-www-form-urlencoded bodies. OpenAPI 3.2 §4.15.3; the WHATWG URL Standard §5.2 for the characters.

import { isJson } from "./media-types.js";
import type { EncodingDescriptor } from "./operation.js";
import { encodeAll, encodeInForm, encodeReservedInQuery } from "./percent-encoding.js";
import { expand, jsonText, plainValue, scalarText } from "./styles.js";

export type Encodings = Readonly<Record<string, EncodingDescriptor>>;

/** An object as a form, each property by its encoding. */
export function encodeFormBody(value: object, encodings: Encodings): string {
  const fields: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = field(name, member, Object.hasOwn(encodings, name) ? encodings[name] : undefined);
    if (text !== undefined && text !== "") fields.push(text);
  }
  return fields.join("&");
}

/** Whether the property is serialized by style; `contentType` is then ignored. */
export function hasStyle(encoding: EncodingDescriptor | undefined): boolean {
  return (
    encoding?.style !== undefined || encoding?.explode !== undefined || encoding?.allowReserved !== undefined
  );
}

function field(name: string, value: unknown, encoding: EncodingDescriptor | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (encoding !== undefined && hasStyle(encoding)) {
    const { style = "form", explode = style === "form", allowReserved = false } = encoding;
    return expand({ name, style, explode, encode: allowReserved ? encodeReservedInQuery : encodeAll }, value);
  }
  const isJsonField = encoding?.contentType !== undefined && isJson(encoding.contentType);
  const write = isJsonField ? jsonText : fieldText;
  const items: readonly unknown[] = isJsonField || !Array.isArray(value) ? [value] : value;
  return items
    .filter((item) => item !== undefined)
    .map((item) => `${encodeInForm(name)}=${encodeInForm(write(item, name))}`)
    .join("&");
}

/** OpenAPI 3.2 §4.15.1.1: an object without an encoding of its own is JSON. */
function fieldText(value: unknown, name: string): string {
  if (value === null) return "";
  const plain = plainValue(value, name);
  return typeof plain === "object" ? jsonText(plain, name) : scalarText(plain, name);
}
