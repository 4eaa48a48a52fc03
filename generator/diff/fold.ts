// One operation is several names: `getPet`, `getPetOperation`, `GetPetArguments`, `GetPetResponses`. When it comes
// or goes, that is one change.

import type { Surface } from "./surface.js";

export interface FoldedName {
  readonly name: string;
  /** Names that only exist because of it. */
  readonly companions: readonly string[];
}

/** The names, those that belong to a function among them folded into it. */
export function foldNames(names: readonly string[], surface: Surface): readonly FoldedName[] {
  const functions = names
    .filter((name) => kindOf(name, surface) === "function")
    // The longest prefix owns: `getPetToysArguments` belongs to `getPetToys`, not to `getPet`.
    .sort((a, b) => b.length - a.length);
  const owners = new Map<string, string>();
  for (const name of names) {
    const owner = functions.find((candidate) => isCompanion(name, candidate));
    if (owner !== undefined) owners.set(name, owner);
  }
  return names
    .filter((name) => !owners.has(name))
    .map((name) => ({ name, companions: names.filter((other) => owners.get(other) === name) }));
}

const suffixes = ["operation", "arguments", "responses"];

function isCompanion(name: string, owner: string): boolean {
  const start = owner.toLowerCase();
  const whole = name.toLowerCase();
  return whole.startsWith(start) && suffixes.includes(whole.slice(start.length));
}

function kindOf(name: string, surface: Surface): string | undefined {
  const exported = surface.exports.get(name);
  return exported?.kind === "declaration" ? surface.declarations.get(exported.id)?.value?.kind : undefined;
}
