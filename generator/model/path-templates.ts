import type { Diagnostic, Pointer } from "../diagnostics.js";

// Paths with names in braces, and what people write instead.

/** The names in braces of a path template, each once, in order. */
function templateNames(path: string): readonly string[] {
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

export interface RepairedPath {
  readonly path: string;
  /** The names in it. */
  readonly names: readonly string[];
  /** Names whose values are more than one segment: `{+name}`, `{name=projects/*}`, `{name+}`. */
  readonly reserved: ReadonlySet<string>;
  /** Names that the template has for the query: `{?page,size}`. */
  readonly query: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A path whose templates are names that parameters have, as far as it can be told which is meant. */
export function repairedPath(written: string, declared: readonly string[], at: Pointer): RepairedPath {
  const query: string[] = [];
  // `{{id}}` is what Postman calls `{id}`.
  const single = written.replace(/\{\{([^{}]+)\}\}/g, "{$1}");
  // RFC 6570 §3.2.8: no part of the path.
  const path = single.replace(/\{[?&]([^{}]+)\}/g, (_, names: string) => {
    query.push(...names.split(",").map((name) => name.replace(/(?:\*|:\d+)$/, "")));
    return "";
  });
  const repaired = repairedNames(path, declared, at);
  if (path === written) return repaired;
  return { ...repaired, query, diagnostics: [misspelled(written, repaired.path, at)] };
}

function repairedNames(path: string, declared: readonly string[], at: Pointer): RepairedPath {
  const names = templateNames(path);
  const isDeclared = new Set(declared);
  if (names.every((name) => isDeclared.has(name)) && declared.every((name) => names.includes(name)))
    return { path, names, reserved: none, query: [], diagnostics: [] };
  const renamed = new Map<string, string>();
  const reserved = new Set<string>();
  for (const name of names.filter((name) => !isDeclared.has(name))) {
    const bare = bareName(name);
    if (bare === undefined || names.includes(bare)) continue;
    renamed.set(`{${name}}`, bare);
    if (/^[+*]|=|[*+]$/.test(name)) reserved.add(bare);
  }
  const used = new Set(names.map((name) => renamed.get(`{${name}}`) ?? name));
  // `/pets/:id`, as routers have it.
  for (const [segment, name = ""] of path.matchAll(/(?<=\/):([\w-]+)(?=\/|$)/g))
    if (isDeclared.has(name) && !used.has(name)) renamed.set(segment, name);
  for (const name of renamed.values()) used.add(name);
  const missing = names.filter((name) => !isDeclared.has(name) && !renamed.has(`{${name}}`));
  const idle = declared.filter((name) => !used.has(name));
  for (const name of missing) {
    const isOnly = missing.length === 1 && idle.length === 1;
    const match = idle.find((other) => isAlike(letters(name), letters(other), isOnly));
    if (match !== undefined) renamed.set(`{${name}}`, match);
  }
  if (renamed.size === 0) return { path, names, reserved: none, query: [], diagnostics: [] };
  const repaired = path.replaceAll(/\{[^{}]*\}|(?<=\/):[\w-]+(?=\/|$)/g, (template) => {
    const name = renamed.get(template);
    return name === undefined ? template : `{${name}}`;
  });
  return {
    path: repaired,
    names: templateNames(repaired),
    reserved,
    query: [],
    diagnostics: [misspelled(path, repaired, at)],
  };
}

const none: ReadonlySet<string> = new Set();

/** The name in `{+name}`, `{name*}`, `{name=projects/*}` (RFC 6570, Google), `{name+}` (AWS), `{id:int}`, `{id?}` (routers). */
function bareName(template: string): string | undefined {
  return /^[+/#.;?&*]*([\p{L}_$][\p{L}\p{N}_$.-]*)(?:\s*[*?+]+|\s*[:=].*)?$/su.exec(template)?.[1];
}

/** Where there is no choice, `id` may be the `petId`. */
function isAlike(a: string, b: string, isOnly: boolean): boolean {
  return a === b || (isOnly && a !== "" && b !== "" && (a.endsWith(b) || b.endsWith(a)));
}

function letters(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

function misspelled(path: string, repaired: string, pointer: Pointer): Diagnostic {
  return {
    code: "path-template",
    severity: "warning",
    message: `The path "${path}" is read as "${repaired}".`,
    help: "Write the names of its parameters in braces, as the parameters have them.",
    pointer,
  };
}
