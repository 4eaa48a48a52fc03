/** A key that an object holds twice: the last one wins. */
export interface DuplicateJsonKey {
  readonly key: string;
  readonly firstOffset: number;
  readonly offset: number;
}

/** Strings and what structures them; all else is passed over. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gs;

/** The keys that are there twice in a text that `JSON.parse` has accepted, which says nothing about them. */
export function duplicateJsonKeys(text: string): DuplicateJsonKey[] {
  const found: DuplicateJsonKey[] = [];
  /** The keys of the objects around, and where they are; nothing for arrays. */
  const outer: (Map<string, number> | undefined)[] = [];
  let seen: Map<string, number> | undefined;
  let isKey = false;
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [piece] = match;
    switch (piece) {
      case "{":
      case "[":
        outer.push(seen);
        seen = piece === "{" ? new Map() : undefined;
        isKey = piece === "{";
        break;
      case "}":
      case "]":
        seen = outer.pop();
        isKey = false;
        break;
      case ",":
        isKey = seen !== undefined;
        break;
      default: {
        if (!isKey || seen === undefined) break;
        isKey = false;
        // The text is JSON, so its strings are.
        const key = JSON.parse(piece) as string;
        const firstOffset = seen.get(key);
        if (firstOffset !== undefined) found.push({ key, firstOffset, offset: match.index });
        seen.set(key, match.index);
      }
    }
  }
  return found;
}
