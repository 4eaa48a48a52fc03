/**
 * What a change asks of the SDK's next version, by semantic versioning: `major` breaks code that compiles today,
 * `minor` adds or deprecates, `patch` changes words or what is sent.
 */
export type Level = "major" | "minor" | "patch";

export interface Change {
  readonly level: Level;
  /** The thing that changed: `Pet.owner`, `getPet(args)`. */
  readonly name: string;
  /** What happened to it and what that means, a whole sentence in Markdown. */
  readonly sentence: string;
}

export const levels: readonly Level[] = ["major", "minor", "patch"];

/** What `--fail-on` takes: the level from which on `gen-client diff` fails. */
export const failLevels = ["major", "minor", "patch", "none"] as const;
export type FailLevel = (typeof failLevels)[number];

/** The weightiest level; undefined for no changes at all. */
export function overallLevel(changes: readonly Change[]): Level | undefined {
  return levels.find((level) => changes.some((change) => change.level === level));
}
