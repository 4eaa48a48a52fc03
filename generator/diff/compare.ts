// The changes between two SDKs as users see them: which names came and went, and what became of the others.

import { type Change, levels } from "./change.js";
import { compareResponses, isResponses } from "./compare-responses.js";
import {
  compareDocs,
  compareFunctions,
  compareMembers,
  compareObjects,
  compareParameters,
  compareShapes,
  type Place,
} from "./compare-shapes.js";
import { foldNames } from "./fold.js";
import { both, input, output, positionsOf } from "./positions.js";
import { mergedObject } from "./resolve.js";
import { type Shape, shapeText } from "./shape.js";
import type { Declaration, Surface, TypeDeclaration, TypeParameter, ValueDeclaration } from "./surface.js";

/** What changed from `before` to `after`, the breaking changes first. Empty: nothing that callers can see. */
export function compareSurfaces(before: Surface, after: Surface): readonly Change[] {
  // Existing code uses types where they stood before.
  const positions = positionsOf(before);
  const changes = compareExports(before, after);
  for (const [id, declaration] of before.declarations) {
    const other = after.declarations.get(id);
    if (other === undefined) continue;
    const position = positions.get(id) ?? both;
    changes.push(
      ...compareDeclarations(declaration, other, { before, after, name: declaration.name, position }),
    );
  }
  // New words for what has changed anyway need no mention.
  const weighty = new Set(changes.filter(({ level }) => level !== "patch").map(({ name }) => name));
  const told = changes.filter(({ level, name }) => level !== "patch" || !weighty.has(name));
  return levels.flatMap((level) => told.filter((change) => change.level === level));
}

function compareExports(before: Surface, after: Surface): Change[] {
  const removed = [...before.exports.keys()].filter((name) => !after.exports.has(name));
  const added = [...after.exports.keys()].filter((name) => !before.exports.has(name));
  return [
    ...foldNames(removed, before).map(
      ({ name, companions }): Change => ({
        level: "major",
        name,
        sentence: `\`${name}\` was removed${withCompanions(companions)}.`,
      }),
    ),
    ...foldNames(added, after).map(
      ({ name, companions }): Change => ({
        level: "minor",
        name,
        sentence: `\`${name}\` is new${withCompanions(companions)}.`,
      }),
    ),
  ];
}

function withCompanions(names: readonly string[]): string {
  return names.length === 0 ? "" : `, with ${names.map((name) => `\`${name}\``).join(", ")}`;
}

function compareDeclarations(before: Declaration, after: Declaration, place: Place): Change[] {
  const { name } = place;
  const changes: Change[] = [];
  if (before.type !== undefined && after.type !== undefined)
    changes.push(...compareTypes(before.type, after.type, place));
  else if (before.type !== undefined && after.value?.kind !== "class") {
    changes.push({ level: "major", name, sentence: `\`${name}\` is no longer a type.` });
  } else if (after.type !== undefined && before.value?.kind !== "class") {
    changes.push({ level: "minor", name, sentence: `\`${name}\` is now a type, too.` });
  }
  if (before.value !== undefined && after.value !== undefined) {
    changes.push(...compareValues(before.value, after.value, place));
  } else if (before.value !== undefined) {
    changes.push({ level: "major", name, sentence: `\`${name}\` is no longer a value.` });
  } else if (after.value !== undefined) {
    changes.push({ level: "minor", name, sentence: `\`${name}\` is now a value, too.` });
  }
  return changes;
}

// ── Types ────────────────────────────────────────────────────────────────────────────────────────────────

function compareTypes(before: TypeDeclaration, after: TypeDeclaration, place: Place): Change[] {
  return [
    ...compareTypeParameters(before.typeParameters, after.typeParameters, place.name),
    ...compareBodies(before, after, place),
    ...compareDocs(before, after, place.name),
  ];
}

function compareBodies(before: TypeDeclaration, after: TypeDeclaration, place: Place): Change[] {
  if (before.kind === "alias" && after.kind === "alias")
    return compareShapes(before.shape, after.shape, place);
  if (before.kind === "interface" && after.kind === "interface") {
    if (isResponses(before.body) && isResponses(after.body))
      return compareResponses(before.body, after.body, place);
    // What bases declare is told of the bases.
    if (isSameList(before.bases, after.bases)) return compareObjects(before.body, after.body, place);
  }
  const old = shapeOf(before);
  const next = shapeOf(after);
  const oldObject = mergedObject(old, place.before);
  const nextObject = mergedObject(next, place.after);
  if (oldObject !== undefined && nextObject !== undefined)
    return compareObjects(oldObject, nextObject, place);
  return compareShapes(old, next, place);
}

function shapeOf(type: TypeDeclaration): Shape {
  if (type.kind === "alias") return type.shape;
  return type.bases.length === 0 ? type.body : { kind: "intersection", members: [...type.bases, type.body] };
}

function isSameList(before: readonly Shape[], after: readonly Shape[]): boolean {
  return before.map(shapeText).join() === after.map(shapeText).join();
}

function compareTypeParameters(
  before: readonly TypeParameter[],
  after: readonly TypeParameter[],
  name: string,
): Change[] {
  const required = (parameters: readonly TypeParameter[]): number =>
    parameters.filter(({ hasDefault }) => !hasDefault).length;
  if (after.length < before.length || required(after) > required(before)) {
    return [{ level: "major", name, sentence: `\`${name}\` takes other type arguments.` }];
  }
  if (after.length === before.length && required(after) === required(before)) return [];
  return [{ level: "minor", name, sentence: `\`${name}\` takes more type arguments.` }];
}

// ── Values ───────────────────────────────────────────────────────────────────────────────────────────────

function compareValues(before: ValueDeclaration, after: ValueDeclaration, place: Place): Change[] {
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
