import type { Change } from "./change.js";
import type { Documented } from "./shape.js";

/** Words are a patch; a deprecation asks for a minor version, semver.org §7. */
export function compareDocs(before: Documented, after: Documented, name: string): Change[] {
  if (before.docs === after.docs) return [];
  if (!before.isDeprecated && after.isDeprecated) {
    return [{ level: "minor", name, sentence: `\`${name}\` is now deprecated.` }];
  }
  return [{ level: "patch", name, sentence: `The documentation of \`${name}\` changed.` }];
}
