import { percentDecoded } from "../load/pointer.js";

// The names under which parts of other files appear in `components`. They derive from file and pointer alone, so
// that neither the order of references nor an unrelated file can change them.

/** A part of another file that needs a name. */
export interface Nameless {
  readonly uri: string;
  /** The pointer's keys; none for a whole file. */
  readonly keys: readonly string[];
}

/**
 * Names `parts` of one section: `schemas/Pet.yaml` becomes `Pet` where that is free. Of several, the one closest to
 * the entry keeps the plain name, and the others are told apart by a word of their path: `Pet_store`.
 */
export function hoistedNames<Part extends Nameless>(
  parts: Iterable<Part>,
  entryUri: string,
  reserved: ReadonlySet<string>,
): Map<Part, string> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const name = plainName(part);
    groups.set(name, [...(groups.get(name) ?? []), part]);
  }
  const names = new Map<Part, string>();
  const taken = new Set(reserved);
  const rest: [string, Part[]][] = [];
  for (const [name, group] of groups) {
    group.sort((a, b) => compare(rank(a, entryUri), rank(b, entryUri)));
    const first = taken.has(name) ? undefined : group[0];
    if (first !== undefined) names.set(first, name);
    rest.push([name, first === undefined ? group : group.slice(1)]);
  }
  // All plain names are taken before the first suffix is made up.
  for (const name of names.values()) taken.add(name);
  for (const [name, losers] of rest.sort(([a], [b]) => compare(a, b))) {
    const words = losers.map((part) => qualifiers(part, entryUri));
    for (const [index, part] of losers.entries()) {
      const others = new Set(words.filter((_, other) => other !== index).flat());
      const own = words[index] ?? [];
      const candidates = [...own.filter((word) => !others.has(word)), own.join("_")].map(
        (word) => `${name}_${word}`,
      );
      const suffixed =
        candidates.find((candidate) => !taken.has(candidate)) ?? `${name}_${digest(rank(part, entryUri))}`;
      names.set(part, suffixed);
      taken.add(suffixed);
    }
  }
  return names;
}

function plainName(part: Nameless): string {
  // A URL such as `https://example.com/` has no file name.
  return authorsName(part) || "external";
}

function authorsName({ uri, keys }: Nameless): string {
  const last = keys.at(-1);
  if (last === undefined) return cleaned(stemOf(uri));
  // `#/components/schemas/Pet`, `#/definitions/Pet`, `#/Pet`: the name is the author's own.
  const parent = keys.at(-2);
  const isNamed =
    keys.length === 1 || parent === "definitions" || parent === "$defs" || keys[0] === "components";
  return cleaned(isNamed ? last : [stemOf(uri), ...keys].join("_"));
}

/** The words that tell a part from others of its name, nearest first. */
function qualifiers({ uri, keys }: Nameless, entryUri: string): string[] {
  const folders = relativeTo(uri, entryUri).split("/").slice(0, -1).reverse();
  return (keys.length === 0 ? folders : [stemOf(uri), ...folders]).map(cleaned).filter((word) => word !== "");
}

/** Sorts parts by their distance from the entry, then by name. Free of absolute paths, which differ by machine. */
function rank({ uri, keys }: Nameless, entryUri: string): string {
  const path = relativeTo(uri, entryUri);
  const depth = String(path.split("/").length).padStart(4, "0");
  return `${depth} ${path}#/${keys.join("/")}`;
}

function relativeTo(uri: string, entryUri: string): string {
  const target = uri.split("/");
  const base = entryUri.split("/").slice(0, -1);
  let common = 0;
  while (common < base.length && target[common] === base[common]) common++;
  return [...base.slice(common).map(() => ".."), ...target.slice(common)].join("/");
}

/** `schemas/Pet.v2.yaml` → `Pet.v2`; an `index.yaml` is known by its folder. */
function stemOf(uri: string): string {
  const [file = "", folder = ""] = uri
    .replace(/[?#].*$/, "")
    .split("/")
    .reverse();
  const stem = percentDecoded(file).replace(/\.(?:ya?ml|json)$/i, "");
  return /^_?index$/i.test(stem) && folder !== "" ? percentDecoded(folder) : stem;
}

/** Component names consist of letters, digits, `.`, `-` and `_`. */
function cleaned(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^_+|_+$/g, "");
  return name === "" || name === ".." || name === "." ? "" : name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** FNV-1a, enough to tell paths apart. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
