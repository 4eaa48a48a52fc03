// A part of an API: the operations that the user wants, and only the types that those need.

import type { Checked, Diagnostic } from "../diagnostics.js";
import { nearest } from "../near-miss.js";
import type { Api, Operation, Tag, Webhook } from "./api.js";
import { type Pattern, type PatternKind, parsePattern, patternKinds } from "./patterns.js";
import { reachableDeclarations } from "./reachable.js";

/**
 * Which operations to generate: those that some `include` pattern matches (all, if there is none), without those
 * that an `exclude` pattern matches. Patterns are `tag:pets`, `path:/pets/**`, `operation:getPet`,
 * `webhook:newPet`, or a bare name for any of these; `*` stands for anything within a path segment or a name.
 */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * The part of `api` that `selection` means, the same object if that is all of it. Webhooks are chosen like
 * operations; a callback comes and goes with the operation that registers it. Types and tags that nothing needs
 * any more are gone; servers and security schemes stay. A pattern without a match is a warning.
 */
export function selectOperations(api: Api, selection: Selection): Checked<Api> {
  if (selection.include.length === 0 && selection.exclude.length === 0)
    return { value: api, diagnostics: [] };
  const include = selection.include.map(parsePattern);
  const exclude = selection.exclude.map(parsePattern);
  const tagsOf = tagsWithParents(api.tags);
  const isMatch = (names: Names) => (pattern: Pattern) =>
    pattern.kinds.some((kind) => names[kind].some((name) => pattern.matches(name)));
  const isWanted = (names: Names): boolean =>
    (include.length === 0 || include.some(isMatch(names))) && !exclude.some(isMatch(names));

  const operations = api.operations.filter((operation) => isWanted(operationNames(operation, tagsOf)));
  const kept = new Set(operations.map((operation) => operation.id));
  const webhooks = api.webhooks.filter((webhook) =>
    webhook.registeredBy === undefined
      ? isWanted(webhookNames(webhook, tagsOf))
      : kept.has(webhook.registeredBy) && !exclude.some(isMatch(webhookNames(webhook, tagsOf))),
  );

  const all = [
    ...api.operations.map((operation) => operationNames(operation, tagsOf)),
    ...api.webhooks.map((webhook) => webhookNames(webhook, tagsOf)),
  ];
  const diagnostics = [
    ...include.map((pattern) => [pattern, "include"] as const),
    ...exclude.map((pattern) => [pattern, "exclude"] as const),
  ]
    .filter(([pattern]) => !all.some((names) => isMatch(names)(pattern)))
    .map(([pattern, option]) => noMatch(pattern, option, all));
  if (operations.length === 0 && webhooks.length === 0 && all.length > 0) {
    diagnostics.push({
      code: "selection-empty",
      // Nobody wants an empty SDK in the place of the last one.
      severity: "error",
      message: "No operation is left after --include and --exclude.",
      help: "Widen the patterns.",
    });
  }

  const remaining = [...operations, ...webhooks.map((webhook) => webhook.operation)];
  const tags = new Set(remaining.flatMap((operation) => operation.tags.flatMap(tagsOf)));
  return {
    value: {
      ...api,
      tags: api.tags.filter((tag) => tags.has(tag.name)),
      operations,
      webhooks,
      declarations: reachableDeclarations(api.declarations, remaining),
    },
    diagnostics,
  };
}

/** What the patterns of each kind look at. */
type Names = Readonly<Record<PatternKind, readonly string[]>>;

function operationNames(operation: Operation, tagsOf: (tag: string) => string[]): Names {
  return {
    tag: operation.tags.flatMap(tagsOf),
    path: [operation.path],
    operation: [operation.operationId ?? `${operation.method} ${operation.path}`],
    webhook: [],
  };
}

function webhookNames({ label, operation }: Webhook, tagsOf: (tag: string) => string[]): Names {
  // The path of a webhook is the receiver's affair: a callback's is an expression, others have none.
  return { ...operationNames(operation, tagsOf), path: [], webhook: [label] };
}

/** A tag with those above it: OpenAPI 3.2 lets tags form a tree. */
function tagsWithParents(tags: readonly Tag[]): (tag: string) => string[] {
  const parents = new Map(tags.map((tag) => [tag.name, tag.parent]));
  return (tag) => {
    const chain: string[] = [];
    for (
      let name: string | undefined = tag;
      name !== undefined && !chain.includes(name);
      name = parents.get(name)
    ) {
      chain.push(name);
    }
    return chain;
  };
}

function noMatch(pattern: Pattern, option: string, all: readonly Names[]): Diagnostic {
  const kinds = pattern.kinds;
  const names = new Set(all.flatMap((each) => kinds.flatMap((kind) => each[kind])));
  const meant = nearest(pattern.name, names);
  const prefix = kinds.length === 1 && pattern.text.startsWith(`${kinds[0]}:`) ? `${kinds[0]}:` : "";
  const help =
    meant !== undefined
      ? `Did you mean "${prefix}${meant}"?`
      : (misspeltKind(pattern) ??
        `A pattern is ${patternKinds.map((kind) => `${kind}:NAME`).join(", ")} or a bare name.`);
  return {
    code: "selection-no-match",
    severity: "warning",
    message: `--${option} "${pattern.text}" matches no operation.`,
    help,
  };
}

/** `tags:pets` is a bare name to the parser, and a slip to everybody else. */
function misspeltKind({ text }: Pattern): string | undefined {
  const [, prefix, name] = /^([a-z]+):(.+)$/i.exec(text) ?? [];
  const kind = prefix === undefined ? undefined : nearest(prefix, patternKinds);
  return kind === undefined || kind === prefix ? undefined : `Did you mean "${kind}:${name}"?`;
}
