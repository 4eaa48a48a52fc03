// What became of a type, as close to the change as can be told: `Pet.owner.name`, not `Pet`.

import { isAssignable } from "./assignable.js";
import type { Change, Level } from "./change.js";
import { argumentPosition, flipped, type Position } from "./positions.js";
import { expand } from "./resolve.js";
import {
  type Documented,
  type FunctionShape,
  type Member,
  membersOf,
  type ObjectShape,
  type Shape,
  shapeText,
  type UnionShape,
  unionOf,
} from "./shape.js";
import type { Surface } from "./surface.js";

/** The two SDKs, and the place in them. */
export interface Place {
  readonly before: Surface;
  readonly after: Surface;
  /** For messages. */
  readonly name: string;
  readonly position: Position;
}

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

// ── Objects ──────────────────────────────────────────────────────────────────────────────────────────────

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

export function memberName(owner: string, key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
    ? `${owner}.${key}`
    : `${owner}[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`;
}

/** Words are a patch; a deprecation asks for a minor version, semver.org §7. */
export function compareDocs(before: Documented, after: Documented, name: string): Change[] {
  if (before.docs === after.docs) return [];
  if (!before.isDeprecated && after.isDeprecated) {
    return [{ level: "minor", name, sentence: `\`${name}\` is now deprecated.` }];
  }
  return [{ level: "patch", name, sentence: `The documentation of \`${name}\` changed.` }];
}

// ── Functions ────────────────────────────────────────────────────────────────────────────────────────────

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

// ── Unions, and all other types ──────────────────────────────────────────────────────────────────────────

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

function without(union: UnionShape, other: Shape): Shape[] {
  const texts = new Set(membersOf(other).map(shapeText));
  return union.members.filter((member) => !texts.has(shapeText(member)));
}

/** The member that `old` has become: the object with the same tag, or the only one of its kind. */
function counterpart(old: Shape, removed: readonly Shape[], added: readonly Shape[]): Shape | undefined {
  if (old.kind === "literal" || old.kind === "keyword" || old.kind === "reference") return undefined;
  const isAlike = (shape: Shape): boolean => shape.kind === old.kind && tagText(shape) === tagText(old);
  const [found, second] = added.filter(isAlike);
  return second === undefined && removed.filter(isAlike).length === 1 ? found : undefined;
}

/** The properties of one possible value, by which members of a union are told apart. */
function tagText(shape: Shape): string {
  if (shape.kind === "external") return `<${shape.name}>`;
  if (shape.kind !== "object") return "";
  const tags = shape.members.filter(
    ({ type, isOptional }) => type.kind === "literal" && type.base === "string" && !isOptional,
  );
  return tags.length === 0 ? "" : `{${tags.map(({ key, type }) => `${key}: ${shapeText(type)}`).join(", ")}}`;
}

/** The verdict on a type as a whole. */
function judge(before: Shape, after: Shape, place: Place): Change[] {
  const { name, position } = place;
  const forwards = { from: place.before, to: place.after };
  const backwards = { from: place.after, to: place.before };
  // The same set of values, spelled differently.
  if (
    isAssignable(before, after, { ...forwards, use: "written" }) &&
    isAssignable(after, before, { ...backwards, use: "written" })
  ) {
    return [];
  }
  // A more exact response breaks no code that handles the wider one; see also semver-ts.org.
  const breaksOutput = position.output && !isAssignable(after, before, { ...backwards, use: "read" });
  const breaksInput = position.input && !isAssignable(before, after, { ...forwards, use: "written" });
  const level: Level = breaksOutput || breaksInput ? "major" : "minor";
  const reason =
    breaksOutput && breaksInput
      ? ": values do not fit either way"
      : breaksOutput
        ? ": code may meet values that it does not expect"
        : breaksInput
          ? ": arguments that were accepted no longer are"
          : "";
  return [{ level, name, sentence: `${difference(before, after, name)}${reason}.` }];
}

function difference(before: Shape, after: Shape, name: string): string {
  const old = membersOf(before);
  const next = membersOf(after);
  const oldTexts = new Set(old.map(shapeText));
  const nextTexts = new Set(next.map(shapeText));
  const removed = old.filter((member) => !nextTexts.has(shapeText(member)));
  const added = next.filter((member) => !oldTexts.has(shapeText(member)));
  if (old.length + next.length > 2 && removed.length === 0)
    return `\`${name}\` may now also be ${listed(added)}`;
  if (old.length + next.length > 2 && added.length === 0)
    return `\`${name}\` can no longer be ${listed(removed)}`;
  return `\`${name}\` changed from ${code(before)} to ${code(after)}`;
}

/** More alternatives than this are counted instead of listed. */
const maxListed = 6;

function listed(shapes: readonly Shape[]): string {
  const shown = shapes.slice(0, maxListed).map(code);
  const rest = shapes.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

const maxCodeLength = 100;

function code(shape: Shape): string {
  const text = shapeText(shape);
  const shown = text.length <= maxCodeLength ? text : `${text.slice(0, maxCodeLength - 1)}…`;
  // A code span that holds backticks needs more of them around it.
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}
