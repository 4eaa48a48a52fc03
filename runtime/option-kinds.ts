// What options take, for those whose own reader does not look: the compiler tells who writes TypeScript, nobody else
// would tell who writes JavaScript that "5" redirects are no number and "yes" is no boolean.

type Word =
  | "null"
  | "a boolean"
  | "a string"
  | "a function"
  | "a number from 0 up"
  | "a whole number from 0 up"
  | "an object"
  | "a list of strings"
  | "a list of whole numbers"
  | "an AbortSignal";

const accepts: Readonly<Record<Word, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  "a boolean": (value) => typeof value === "boolean",
  "a string": isString,
  "a function": (value) => typeof value === "function",
  // Infinity is how some say "no limit".
  "a number from 0 up": (value) => typeof value === "number" && value >= 0,
  "a whole number from 0 up": isCount,
  "an object": isObject,
  // Lists are arrays: a string is iterable too, and is never what is meant.
  "a list of strings": (value) => Array.isArray(value) && value.every(isString),
  "a list of whole numbers": (value) => Array.isArray(value) && value.every(isCount),
  // By its shape: one may come from another realm, or from a library.
  "an AbortSignal": (value) => isObject(value) && "aborted" in value && "addEventListener" in value,
};

/** What an option takes, in the words that a message uses; or, for what is rare, with a test of its own. */
export type OptionKind = Word | `${Word} or ${Word}` | OptionCheck;

/** What each of some options takes; `undefined` where its own reader looks. */
export type OptionKinds<Options> = Readonly<Record<keyof Options, OptionKind | undefined>>;

/** Options by name, and what they take; `undefined` where the option's own reader looks. */
export type KnownOptions = ReadonlyMap<string, OptionCheck | undefined>;

export interface OptionCheck {
  readonly wanted: string;
  accepts(value: unknown): boolean;
}

export function knownOptions(kinds: Readonly<Record<string, OptionKind | undefined>>): KnownOptions {
  return new Map(Object.entries(kinds).map(([name, kind]) => [name, checkOf(kind)]));
}

function checkOf(kind: OptionKind | undefined): OptionCheck | undefined {
  if (typeof kind !== "string") return kind;
  // Kinds are made of words.
  const tests = (kind.split(" or ") as Word[]).map((word) => accepts[word]);
  return { wanted: kind, accepts: (value) => tests.some((test) => test(value)) };
}

/** Throws a TypeError that names the option, what it takes, and what it got. */
export function checkOption(where: string, name: string, value: unknown, check: OptionCheck): void {
  if (check.accepts(value)) return;
  throw new TypeError(`Option "${name}" for ${where} must be ${check.wanted}, not ${described(value)}.`);
}

/** Throws a TypeError for what is no function. */
export function assertFunction(where: string, given: unknown): void {
  if (typeof given !== "function") throw new TypeError(`${where} takes a function, not ${described(given)}.`);
}

/** A value in few words: small ones as they are, of others the kind. */
export function described(value: unknown): string {
  if (typeof value === "string") return value.length > 40 ? "a long string" : JSON.stringify(value);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  const name: unknown = value.constructor?.name;
  return typeof name !== "string" || name === "" || name === "Object" ? "an object" : `an object (${name})`;
}

/** Whether it is an object with keys of its own making, and no list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it counts something; Infinity does. */
export function isCount(value: unknown): boolean {
  return (
    typeof value === "number" && value >= 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)
  );
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
