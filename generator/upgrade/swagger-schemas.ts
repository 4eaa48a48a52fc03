import type { JsonObject } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import { schemaShape } from "../load/shapes.js";
import { rewriteTree } from "./rewrite.js";

/** A reference to a place without a fixed new address, in an object of our own. */
export interface OddReference {
  readonly object: Record<string, unknown>;
  readonly ref: string;
}

/** A function that says schemas in the words of 3.0, and the references that it could not rename. */
export function schemaUpgrader(): {
  readonly schema: (value: unknown) => unknown;
  readonly oddReferences: readonly OddReference[];
} {
  const oddReferences: OddReference[] = [];
  const schema = (value: unknown): unknown =>
    rewriteTree(value, schemaShape, (object, shape, _path, children) => {
      const ref = referenceIn(object);
      if (ref === undefined) return children(shape === schemaShape ? upgraded(object) : object);
      const renamed = renamedReference(ref);
      const copy: Record<string, unknown> = { ...object, $ref: renamed ?? ref };
      if (renamed === undefined) oddReferences.push({ object: copy, ref });
      // What stands beside a reference is lost in 3.0, and this extension is there to be heard.
      return object["x-nullable"] === true ? { nullable: true, allOf: [copy] } : copy;
    });
  return { schema, oddReferences };
}

const renamedSections: Readonly<Record<string, string>> = {
  definitions: "schemas",
  parameters: "parameters",
  responses: "responses",
};

/** A reference into one of the sections that have moved to `components`. */
export function renamedReference(ref: string): string | undefined {
  const match = /^#\/(definitions|parameters|responses)(\/.*)$/s.exec(ref);
  return match?.[1] === undefined ? undefined : `#/components/${renamedSections[match[1]]}${match[2]}`;
}

function upgraded(schema: JsonObject): JsonObject {
  const { discriminator, collectionFormat, "x-nullable": nullable, ...rest } = schema;
  const isFile = schema.type === "file";
  const isDiscriminated = typeof discriminator === "string";
  // Most schemas say the same in both versions, and are shared with the source.
  if (!isFile && !isDiscriminated && collectionFormat === undefined && nullable === undefined) return schema;
  return {
    ...rest,
    ...(discriminator === undefined
      ? {}
      : { discriminator: isDiscriminated ? { propertyName: discriminator } : discriminator }),
    ...(isFile ? { type: "string", format: "binary" } : {}),
    ...(nullable === true ? { nullable: true } : {}),
  };
}
