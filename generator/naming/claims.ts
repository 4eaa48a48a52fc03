// Who gets which name. Everyone who needs a name brings candidates, best first. What the lockfile pins is
// granted first, then everything that the document spells exactly so, and only then the rest, round by round
// in the order of their pointers. So the order of appearance decides nothing, and a suffix, when it has to
// come to that, is a hash of the pointer.

import { createHash } from "node:crypto";

export interface Claimant {
  /** Pointer, tag or the like: unique among all that are ever compared. */
  readonly key: string;
  /** Best first, at least one. */
  readonly candidates: readonly string[];
  /** Whether the document spells the first candidate exactly so. */
  readonly isExact?: boolean;
}

/** The names of one place that must differ: an index's exports, a class's members, a folder's files. */
export interface NameSpace {
  /** Folded name → the key that has it. Grows with each claim. */
  readonly owners: Map<string, string>;
  /** Key → the name it had in the last run. */
  readonly pins: ReadonlyMap<string, string>;
  /** Folded name → the key that a pin keeps it for. */
  readonly keptFor: ReadonlyMap<string, string>;
  /** Names that nobody may have, folded. */
  readonly reserved: ReadonlySet<string>;
  /** What makes two names the same: identity, or lower case for file names. */
  readonly fold: (name: string) => string;
}

export interface NameSpaceOptions {
  readonly reserved?: ReadonlySet<string>;
  readonly pins?: ReadonlyMap<string, string>;
  readonly fold?: (name: string) => string;
}

export function nameSpace(options: NameSpaceOptions = {}): NameSpace {
  const { reserved = new Set(), pins = new Map(), fold = (name) => name } = options;
  const keptFor = new Map<string, string>();
  // Of two pins on one name, which only a hand-edited lockfile has, the first counts.
  for (const [key, name] of pins) if (!keptFor.has(fold(name))) keptFor.set(fold(name), key);
  return { owners: new Map(), pins, keptFor, reserved, fold };
}

/** Adds a pin if the last run has one. */
export function setIfKnown(pins: Map<string, string>, key: string, name: string | undefined): void {
  if (name !== undefined) pins.set(key, name);
}

/** A name for every claimant, by key. Where two want the same, the earlier group wins. */
export function claimNames(
  space: NameSpace,
  ...groups: readonly (readonly Claimant[])[]
): Map<string, string> {
  const names = new Map<string, string>();
  const grant = (key: string, name: string): boolean => {
    const folded = space.fold(name);
    if (space.owners.has(folded) || space.reserved.has(folded)) return false;
    if ((space.keptFor.get(folded) ?? key) !== key) return false;
    space.owners.set(folded, key);
    names.set(key, name);
    return true;
  };

  const claimants = groups.flatMap((group) => group.toSorted((a, b) => compareText(a.key, b.key)));
  for (const { key } of claimants) {
    const pin = space.pins.get(key);
    if (pin !== undefined) grant(key, pin);
  }
  for (const { key, candidates, isExact } of claimants) {
    if (isExact === true && !names.has(key)) grant(key, candidates[0]!);
  }
  let waiting = claimants.filter(({ key }) => !names.has(key));
  for (let round = 0; waiting.length > 0; round++) {
    waiting = waiting.filter((claimant) => !grant(claimant.key, candidate(claimant, round)));
  }
  return names;
}

/** Its own candidates, then the first of them with ever more of the pointer's hash. */
function candidate({ key, candidates }: Claimant, round: number): string {
  const own = candidates[round];
  if (own !== undefined) return own;
  return `${candidates[0]!}_${hashOf(key).slice(0, 4 + 2 * (round - candidates.length))}`;
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** By code units: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
