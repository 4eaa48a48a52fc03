// The patterns of --include and --exclude.
//
//   tag:pets              operations under the tag, and under tags below it
//   path:/pets/**         by path template; `*` is one segment or a part of it, `**` any number, none included
//   operation:get*        by operationId; an operation without one is called "GET /pets"
//   webhook:newPet        by the key under `webhooks`
//   pets                  any of these; what begins with `/` is a path
//
// Names are compared as written, letter case included. In names, `*` stands for anything.

export type PatternKind = "tag" | "path" | "operation" | "webhook";

export interface Pattern {
  /** As the user wrote it. */
  readonly text: string;
  /** What it looks at. */
  readonly kinds: readonly PatternKind[];
  /** The part after the kind. */
  readonly name: string;
  /** Whether a tag, a path, an operation's or a webhook's name fits. */
  matches(name: string): boolean;
}

export const patternKinds: readonly PatternKind[] = ["tag", "path", "operation", "webhook"];

export function parsePattern(text: string): Pattern {
  const kind = patternKinds.find((candidate) => text.startsWith(`${candidate}:`));
  const name = (kind === undefined ? text : text.slice(kind.length + 1)).trim();
  const kinds = kind !== undefined ? [kind] : name.startsWith("/") ? (["path"] as const) : patternKinds;
  const expression = kinds.length === 1 && kinds[0] === "path" ? pathExpression(name) : nameExpression(name);
  return { text, kinds, name, matches: (candidate) => expression.test(candidate) };
}

function nameExpression(name: string): RegExp {
  return new RegExp(`^${name.split(/\*+/).map(literally).join(".*")}$`, "su");
}

function pathExpression(path: string): RegExp {
  const source = path
    // `path:pets/**` without its first slash means what everybody expects.
    .replace(/^(?!\/|\*)/, "/")
    .split("/")
    .map((segment, index) => {
      if (segment === "**") return index === 0 ? ".*" : "(?:/.*)?";
      const text = segment.split(/\*+/).map(literally).join("[^/]*");
      return index === 0 ? text : `/${text}`;
    })
    .join("");
  return new RegExp(`^${source}$`, "su");
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
