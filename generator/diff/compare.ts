// The changes between two SDKs as users see them: which names came and went, and what became of the others.

import { type Change, levels } from "./change.js";
import { compareTypes } from "./compare-types.js";
import { compareValues } from "./compare-values.js";
import { foldNames } from "./fold.js";
import type { Place } from "./place.js";
import { both, positionsOf } from "./positions.js";
import type { Declaration, Surface } from "./surface.js";

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
