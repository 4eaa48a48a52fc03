import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { escapeSegment, isObject } from "../load/pointer.js";
import { isReferenceText } from "../load/references.js";
import { shown } from "../load/shown.js";
import type { DeclarationId, Discriminator } from "./api.js";
import type { References } from "./references.js";

/** What the document writes down: the entries of `mapping`, references resolved. */
export function declaredDiscriminator(
  value: unknown,
  at: Pointer,
  references: References,
): Checked<Discriminator | undefined> {
  // `discriminator: petType` is the spelling of Swagger 2.0.
  const property = typeof value === "string" ? value : isObject(value) ? value.propertyName : undefined;
  if (typeof property !== "string" || property === "") {
    return { value: undefined, diagnostics: [problem('A discriminator needs a "propertyName".', at)] };
  }
  const object = isObject(value) ? value : {};
  const diagnostics: Diagnostic[] = [];
  const resolve = (target: unknown, pointer: Pointer): DeclarationId[] => {
    const id = typeof target === "string" ? mappingTarget(target, references) : undefined;
    if (id !== undefined) return [id];
    diagnostics.push(problem(`The discriminator maps to "${shown(target)}", which does not exist.`, pointer));
    return [];
  };
  const mapping = isObject(object.mapping) ? object.mapping : {};
  const entries = Object.keys(mapping).flatMap((key) =>
    resolve(mapping[key], `${at}/discriminator/mapping/${escapeSegment(key)}`).map((member) => ({
      value: key,
      member,
    })),
  );
  const [fallback] =
    object.defaultMapping === undefined
      ? []
      : resolve(object.defaultMapping, `${at}/discriminator/defaultMapping`);
  return {
    value: { property, mapping: entries, ...(fallback !== undefined && { default: fallback }) },
    diagnostics,
  };
}

function problem(message: string, pointer: Pointer): Diagnostic {
  return { code: "invalid-discriminator", severity: "warning", message, pointer };
}

/** A component's bare name or a reference. Names are tried first: one may look like a reference. */
function mappingTarget(target: string, references: References): DeclarationId | undefined {
  const byName = references.locate(`#/components/schemas/${escapeSegment(target)}`);
  return (byName ?? (isReferenceText(target) ? references.locate(target) : undefined))?.pointer;
}
