import { isTrue } from "../load/flags.js";
import { isObject } from "../load/pointer.js";
import type { Property } from "./api.js";
import type { References } from "./references.js";
import type { SchemaObject } from "./schema-object.js";

/** `readOnly` and `writeOnly` count on the property, and on what it refers to. */
export function accessOf(schema: SchemaObject, references: References): Property["access"] {
  if (schema.readOnly !== schema.writeOnly) return schema.readOnly ? "read-only" : "write-only";
  let ref = schema.$ref;
  for (let steps = 0; steps < 10 && typeof ref === "string"; steps++) {
    const target = references.locate(ref)?.value;
    if (!isObject(target)) return undefined;
    const isReadOnly = isTrue(target.readOnly);
    if (isReadOnly !== isTrue(target.writeOnly)) return isReadOnly ? "read-only" : "write-only";
    ref = target.$ref;
  }
  return undefined;
}
