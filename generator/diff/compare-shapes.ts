// What became of a type, as close to the change as can be told: `Pet.owner.name`, not `Pet`.

import type { Change } from "./change.js";
import { compareDocs } from "./compare-docs.js";
import { counterpart, tagText, without } from "./counterparts.js";
import { judge } from "./judgement.js";
import { memberName, type Place } from "./place.js";
import { argumentPosition, flipped, type Position } from "./positions.js";
import { expand } from "./resolve.js";
import {
  type FunctionShape,
  type Member,
  type ObjectShape,
  type Shape,
  shapeText,
  type UnionShape,
  unionOf,
} from "./shape.js";

export function compareShapes(before: Shape, after: Shape, place: Place): Change[] {
  if (shapeText(before) === shapeText(after)) return [];
  if (before.kind === "reference" && after.kind === "reference" && before.id === after.id) {
    return (
      compareArguments(before.arguments, after.arguments, place, () => place.position) ??
      judge(before, after, place)
    );
  }
  if (before.kind === "external" && after.kind === "external" && before.name === after.name) {
    const positionOf = (index: number): Position => argumentPosition(before.name, index, place.position);
    return (
      compareArguments(before.arguments, after.arguments, place, positionOf) ?? judge(before, after, place)
    );
  }
  if (before.kind === "intersection" || after.kind === "intersection") {
    const old = expand(before, place.before);
    const next = expand(after, place.after);
    if (old.kind === "intersection" || next.kind === "intersection") return judge(before, after, place);
    return compareShapes(old, next, place);
  }
  if (before.kind === "array" && after.kind === "array" && before.isReadonly === after.isReadonly) {
    return compareShapes(before.items, after.items, { ...place, name: `${place.name}[]` });
  }
  if (before.kind === "object" && after.kind === "object") return compareObjects(before, after, place);
  if (before.kind === "function" && after.kind === "function") return compareFunctions(before, after, place);
  if (before.kind === "union" && after.kind === "union") return compareUnions(before, after, place);
  return judge(before, after, place);
}

function compareArguments(
  before: readonly Shape[],
  after: readonly Shape[],
  place: Place,
  positionOf: (index: number) => Position,
): Change[] | undefined {
  if (before.length !== after.length) return undefined;
  return before.flatMap((shape, index) =>
    // Lists of equal length.
    compareShapes(shape, after[index] as Shape, { ...place, position: positionOf(index) }),
  );
}

export function compareObjects(before: ObjectShape, after: ObjectShape, place: Place): Change[] {
  return [...compareMembers(before.members, after.members, place), ...compareIndexes(before, after, place)];
}

export function compareMembers(before: readonly Member[], after: readonly Member[], place: Place): Change[] {
  const next = new Map(after.map((member) => [member.key, member]));
  const old = new Map(before.map((member) => [member.key, member]));
  const changes: Change[] = [];
  for (const member of before) {
    const other = next.get(member.key);
    const name = memberName(place.name, member.key);
    if (other === undefined) changes.push({ level: "major", name, sentence: `\`${name}\` was removed.` });
    else changes.push(...compareMember(member, other, { ...place, name }));
  }
  for (const member of after) if (!old.has(member.key)) changes.push(addedMember(member, place));
  return changes;
}

function addedMember(member: Member, place: Place): Change {
  const name = memberName(place.name, member.key);
  if (!place.position.input) return { level: "minor", name, sentence: `\`${name}\` is new.` };
  return member.isOptional
    ? { level: "minor", name, sentence: `\`${name}\` is new and optional.` }
    : {
        level: "major",
        name,
        sentence: `\`${name}\` is new and required: calls without it no longer compile.`,
      };
}

function compareMember(before: Member, after: Member, place: Place): Change[] {
  const { name, position } = place;
  const changes: Change[] = [];
  if (before.isOptional && !after.isOptional) {
    changes.push(
      position.input
        ? {
            level: "major",
            name,
            sentence: `\`${name}\` is now required: calls without it no longer compile.`,
          }
        : { level: "minor", name, sentence: `\`${name}\` is now always there.` },
    );
  } else if (!before.isOptional && after.isOptional) {
    changes.push(
      position.output
        ? {
            level: "major",
            name,
            sentence: `\`${name}\` may now be absent: code that relies on it no longer compiles.`,
          }
        : { level: "minor", name, sentence: `\`${name}\` is now optional.` },
    );
  }
  if (!before.isReadonly && after.isReadonly && position.output) {
    changes.push({ level: "major", name, sentence: `\`${name}\` is now read-only.` });
  }
  // Whether `undefined` is spelled out beside `?` matters to nobody who calls.
  const isOptional = before.isOptional && after.isOptional;
  const types = [before.type, after.type].map((type) => (isOptional ? withoutUndefined(type) : type));
  const [old = before.type, next = after.type] = types;
  return [...changes, ...compareShapes(old, next, place), ...compareDocs(before, after, name)];
}

function withoutUndefined(shape: Shape): Shape {
  if (shape.kind !== "union") return shape;
  return unionOf(shape.members.filter((member) => member.kind !== "keyword" || member.name !== "undefined"));
}

function compareIndexes(before: ObjectShape, after: ObjectShape, place: Place): Change[] {
  const name = `${place.name}[string]`;
  if (before.index !== undefined && after.index !== undefined) {
    return compareShapes(before.index, after.index, { ...place, name });
  }
  if (before.index !== undefined) {
    return [{ level: "major", name, sentence: `\`${place.name}\` no longer has keys of any name.` }];
  }
  return after.index === undefined
    ? []
    : [{ level: "minor", name, sentence: `\`${place.name}\` now has keys of any name.` }];
}

export function compareFunctions(before: FunctionShape, after: FunctionShape, place: Place): Change[] {
  return [
    ...compareParameters(before.parameters, after.parameters, {
      ...place,
      position: flipped(place.position),
    }),
    ...compareShapes(before.returns, after.returns, { ...place, name: `${place.name}()` }),
  ];
}

/** `place.position` is that of the arguments. */
export function compareParameters(
  before: FunctionShape["parameters"],
  after: FunctionShape["parameters"],
  place: Place,
): Change[] {
  const changes: Change[] = [];
  for (const [index, parameter] of before.entries()) {
    const other = after[index];
    const name = `${place.name}(${parameter.name})`;
    if (other === undefined) {
      changes.push({ level: "major", name, sentence: `\`${name}\` was removed.` });
      continue;
    }
    if (parameter.isOptional && !other.isOptional && !other.isRest) {
      changes.push({ level: "major", name, sentence: `\`${name}\` is now required.` });
    } else if (!parameter.isOptional && other.isOptional) {
      changes.push({ level: "minor", name, sentence: `\`${name}\` is now optional.` });
    }
    changes.push(...compareShapes(parameter.type, other.type, { ...place, name }));
  }
  for (const parameter of after.slice(before.length)) {
    const name = `${place.name}(${parameter.name})`;
    changes.push(
      parameter.isOptional || parameter.isRest
        ? { level: "minor", name, sentence: `\`${name}\` is new and optional.` }
        : { level: "major", name, sentence: `\`${name}\` is new and required.` },
    );
  }
  return changes;
}

function compareUnions(before: UnionShape, after: UnionShape, place: Place): Change[] {
  const removed = without(before, after);
  const added = without(after, before);
  const pairs = removed.flatMap((old) => {
    const next = counterpart(old, removed, added);
    return next === undefined ? [] : [[old, next] as const];
  });
  // Only if each change has its counterpart can they be told one by one.
  if (pairs.length === 0 || pairs.length !== removed.length || pairs.length !== added.length) {
    return judge(before, after, place);
  }
  return pairs.flatMap(([old, next]) =>
    compareShapes(old, next, { ...place, name: place.name + tagText(old) }),
  );
}
