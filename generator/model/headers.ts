import type { Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import { escapeSegment, isObject } from "../load/pointer.js";
import type { Header } from "./api.js";
import { docsWithSchema } from "./docs.js";
import { schemaOf } from "./misplaced-schemas.js";
import type { References } from "./references.js";
import type { Schemas } from "./schemas.js";
import { readStyle } from "./serialization.js";
import { stringType } from "./types.js";

/** Headers of a response or part, each name once whatever its case. `Content-Type` is said elsewhere. */
export function readHeaders(
  value: unknown,
  at: Pointer,
  schemas: Schemas,
  references: References,
): readonly Header[] {
  if (!isObject(value)) return noHeaders;
  const headers = new Map<string, Header>();
  for (const [name, declared] of Object.entries(value)) {
    const resolved = references.resolve({ value: declared, pointer: `${at}/${escapeSegment(name)}` });
    if (resolved !== undefined) headers.set(name.toLowerCase(), readHeader(name, resolved, schemas));
  }
  // OpenAPI 3.2 §4.20: a response header "Content-Type" is ignored.
  headers.delete("content-type");
  return [...headers.values()];
}

const noHeaders: readonly Header[] = [];

function readHeader(
  name: string,
  { value, pointer }: { readonly value: Readonly<Record<string, unknown>>; readonly pointer: Pointer },
  schemas: Schemas,
): Header {
  const [media] = isObject(value.content) ? Object.entries(value.content) : [];
  const required = isTrue(value.required);
  if (media !== undefined) {
    const [mediaType, object] = media;
    const schema = isObject(object) ? object.schema : undefined;
    const at = `${pointer}/content/${escapeSegment(mediaType)}/schema`;
    const type = schema === undefined ? stringType : schemas.type(schema, at);
    const docs = docsWithSchema(value, schema, name);
    return {
      name,
      required,
      type,
      serialization: { kind: "content", mediaType: mediaType.toLowerCase(), encodings: [] },
      docs,
    };
  }
  const schema = schemaOf({ value, pointer });
  const type = schema === undefined ? stringType : schemas.type(schema.value, schema.pointer);
  const { serialization } = readStyle(value, "header");
  return { name, required, type, serialization, docs: docsWithSchema(value, schema?.value, name) };
}
