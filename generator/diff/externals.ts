// What the diff knows about types that an SDK does not declare: the runtime's, and a few of the language.

/** Which way the values of a type argument go, seen from whoever holds the type. */
type Direction = "out" | "in" | "both";

// Arguments of an operation are given by the caller; everything else comes back. Types that are not listed here
// only give their arguments out.
const directions: Readonly<Record<string, readonly Direction[]>> = {
  ApiClient: ["in"],
  Method: ["in", "out"],
  NegotiatedMethod: ["in", "out"],
  Operation: ["in", "out"],
  PagedMethod: ["in", "out", "out"],
  StreamMethod: ["in", "out", "out"],
  // Which keys these name is no value, so that every change of it counts.
  Exclude: ["out", "both"],
  Extract: ["out", "both"],
  Omit: ["out", "both"],
  Pick: ["out", "both"],
  Record: ["both", "out"],
};

export function directionOf(name: string, index: number): Direction {
  return (Object.hasOwn(directions, name) ? directions[name]?.[index] : undefined) ?? "out";
}

// What can stand where another is expected; the arguments that both have correspond.
const supertypes: Readonly<Record<string, string>> = {
  NegotiatedCall: "ApiCall",
  NegotiatedMethod: "Method",
  PagedCall: "ApiCall",
  StreamCall: "ApiCall",
  Promise: "PromiseLike",
  PagedMethod: "Method",
  StreamMethod: "Method",
};

export function isSubtype(name: string, other: string): boolean {
  return name === other || (Object.hasOwn(supertypes, name) && supertypes[name] === other);
}
