/** The names in braces of a path template, each once, in order. */
export function templateNames(path: string): readonly string[] {
  if (!path.includes("{")) return none;
  // The query of a path (`/a?b={c}`, seen in the wild) is a template like the rest.
  return [...new Set(Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name]) => name ?? ""))];
}

const none: readonly string[] = [];
