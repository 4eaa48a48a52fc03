import type { Change } from "./change.js";
import { compareDocs } from "./compare-docs.js";
import { compareFunctions, compareMembers, compareParameters, compareShapes } from "./compare-shapes.js";
import { compareTypeParameters, shapeOf } from "./compare-types.js";
import type { Place } from "./place.js";
import { input, output } from "./positions.js";
import { shapeText } from "./shape.js";
import type { ValueDeclaration } from "./surface.js";

export function compareValues(before: ValueDeclaration, after: ValueDeclaration, place: Place): Change[] {
  const visible = compareVisible(before, after, { ...place, position: output });
  if (before.internals !== after.internals && visible.length === 0 && !isRetyped(before, place)) {
    visible.push({ level: "patch", name: place.name, sentence: internalsSentence(before, place.name) });
  }
  return [...visible, ...compareDocs(before, after, place.name)];
}

/** An operation whose arguments or responses changed is sent differently, of course. */
function isRetyped(value: ValueDeclaration, place: Place): boolean {
  if (value.kind !== "constant" || value.shape.kind !== "external") return false;
  return value.shape.arguments.some((argument) => {
    if (argument.kind !== "reference") return false;
    const old = place.before.declarations.get(argument.id)?.type;
    const next = place.after.declarations.get(argument.id)?.type;
    return old !== undefined && next !== undefined && shapeText(shapeOf(old)) !== shapeText(shapeOf(next));
  });
}

function internalsSentence(value: ValueDeclaration, name: string): string {
  return value.kind === "constant"
    ? `What \`${name}\` puts on the wire changed.`
    : `\`${name}\` is carried out differently.`;
}

function compareVisible(before: ValueDeclaration, after: ValueDeclaration, place: Place): Change[] {
  const { name } = place;
  if (before.kind === "function" && after.kind === "function") {
    return before.signatures.flatMap((signature, index) => {
      const other = after.signatures[index];
      if (other !== undefined) return compareFunctions(signature, other, place);
      return [{ level: "major", name, sentence: `A way to call \`${name}\` was removed.` } as const];
    });
  }
  if (before.kind === "constant" && after.kind === "constant")
    return compareShapes(before.shape, after.shape, place);
  if (before.kind === "class" && after.kind === "class") return compareClasses(before, after, place);
  return [{ level: "major", name, sentence: `\`${name}\` was a ${before.kind} and is a ${after.kind}.` }];
}

type ClassDeclaration = ValueDeclaration & { kind: "class" };

function compareClasses(before: ClassDeclaration, after: ClassDeclaration, place: Place): Change[] {
  const members = compareMembers(before.members, after.members, place);
  const old = before.constructorParameters;
  const next = after.constructorParameters;
  const made: Place = { ...place, name: `new ${place.name}`, position: input };
  const constructors = old !== undefined && next !== undefined ? compareParameters(old, next, made) : [];
  const bases =
    before.bases.length === after.bases.length
      ? before.bases.flatMap((base, index) => compareShapes(base, after.bases[index] ?? base, place))
      : [{ level: "major", name: place.name, sentence: `\`${place.name}\` extends another class.` } as const];
  return [
    ...compareTypeParameters(before.typeParameters, after.typeParameters, place.name),
    ...constructors,
    ...bases,
    ...members,
  ];
}
