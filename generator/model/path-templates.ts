/** The names in braces of a path template, each once, in order. */
export function templateNames(path: string): readonly string[] {
  // The query of a path (`/a?b={c}`, seen in the wild) is a template like the rest.
  const names: string[] = [];
  for (let open = path.indexOf("{"); open >= 0; open = path.indexOf("{", open + 1)) {
    const close = path.indexOf("}", open);
    if (close < 0) break;
    const name = path.slice(open + 1, close);
    // Of nested braces the inner pair counts.
    if (name !== "" && !name.includes("{") && !names.includes(name)) names.push(name);
  }
  return names;
}
