// Applies an OpenAPI Overlay to the value of a document, as written and before any upgrade, so that its targets
// are what the user sees in the file.

import type { JSONValue } from "json-p3";
import type { Checked, Diagnostic } from "../diagnostics.js";
import { pointerOf } from "../load/pointer.js";
import type { Source } from "../load/source-set.js";
import { editAt, type Location, removed } from "./edit.js";
import { mergeNode } from "./merge.js";
import { type Action, readOverlay } from "./read-overlay.js";

/** The nodes that a JSONPath query selects. Throws if it is not one. */
type Select = (
  value: unknown,
  query: string,
) => readonly { readonly value: unknown; readonly location: Location }[];

/**
 * `document` with the actions of `overlay` done, one after the other. The document is not written to. An action
 * that selects nothing is a warning; one that cannot be done is an error, and has done nothing.
 */
export async function applyOverlay(
  document: unknown,
  overlay: Pick<Source, "uri" | "value">,
): Promise<Checked<unknown>> {
  const { value: read, diagnostics: problems } = readOverlay(overlay.value, overlay.uri);
  const diagnostics = [...problems];
  if (read.actions.length === 0) return { value: document, diagnostics };

  const select = await jsonPath();
  let value = document;
  for (const action of read.actions) {
    const applied = applyAction(value, action, select);
    value = applied.value;
    diagnostics.push(...applied.diagnostics.map((diagnostic) => ({ ...diagnostic, uri: overlay.uri })));
  }
  return { value, diagnostics };
}

/** Overlays are rare and the library takes its time to load. */
async function jsonPath(): Promise<Select> {
  const { JSONPathEnvironment } = await import("json-p3");
  // Its limit of 50 levels is for hostile input; real documents nest deeper, and this one has been parsed already.
  const environment = new JSONPathEnvironment({ maxRecursionDepth: 1000 });
  // A parsed YAML or JSON document is a JSON value.
  return (value, query) => environment.query(query, value as JSONValue).nodes;
}

function applyAction(document: unknown, action: Action, select: Select): Checked<unknown> {
  const targets = selected(document, action.target, action, select);
  if (targets.value.length === 0) return { value: document, diagnostics: targets.diagnostics };
  const locations = targets.value.map(({ location }) => location);

  switch (action.kind) {
    case "remove":
      if (locations.some((location) => location.length === 0)) {
        return refused(
          document,
          action,
          "An overlay cannot remove the whole document.",
          'Choose a target below "$".',
        );
      }
      return { value: editAt(document, locations, () => removed), diagnostics: [] };
    case "update":
      return merged(document, locations, action.update, action);
    case "copy": {
      const sources = selected(document, action.from, action, select);
      if (sources.diagnostics.length > 0 && sources.value.length === 0) {
        const [problem] = sources.diagnostics;
        return {
          value: document,
          diagnostics: problem === undefined ? [] : [{ ...problem, severity: "error" }],
        };
      }
      const [source, second] = sources.value;
      if (source === undefined || second !== undefined) {
        const message = `"copy" must select one node, and "${action.from}" selects ${sources.value.length}.`;
        return refused(document, action, message, "Narrow the query.");
      }
      return merged(document, locations, source.value, action);
    }
  }
}

function selected(
  document: unknown,
  query: string,
  action: Action,
  select: Select,
): Checked<ReturnType<Select>> {
  try {
    const nodes = select(document, query);
    if (nodes.length > 0) return { value: nodes, diagnostics: [] };
    const problem: Diagnostic = {
      code: "overlay-no-match",
      severity: "warning",
      message: `"${query}" matches nothing in the document.`,
      help: "Names are case-sensitive, and keys with other characters than letters are written ['/pets'].",
      pointer: action.pointer,
    };
    return { value: [], diagnostics: [problem] };
  } catch (error) {
    // The library's errors say what is wrong and at which offset.
    const reason = error instanceof Error ? error.message : String(error);
    const problem: Diagnostic = {
      code: "overlay-target",
      severity: "error",
      message: `"${query}" is not a JSONPath: ${reason}.`,
      help: "JSONPath is RFC 9535: $.paths['/pets'].get, $..parameters[?@.name == 'limit'].",
      pointer: action.pointer,
    };
    return { value: [], diagnostics: [problem] };
  }
}

function merged(
  document: unknown,
  locations: readonly Location[],
  update: unknown,
  action: Action,
): Checked<unknown> {
  const conflicts: string[] = [];
  const value = editAt(document, locations, (target, location) => {
    const result = mergeNode(target, update);
    conflicts.push(...result.conflicts.map((keys) => pointerOf([...location, ...keys])));
    return result.value;
  });
  const [first] = conflicts;
  if (first === undefined) return { value, diagnostics: [] };
  const others = conflicts.length === 1 ? "" : ` (and ${conflicts.length - 1} more)`;
  const message = `The update does not fit what is at "${first}"${others}: an object joins an object, a list a list, a plain value a plain value.`;
  return refused(document, action, message, "Remove the old value in an action before this one.");
}

function refused(document: unknown, action: Action, message: string, help: string): Checked<unknown> {
  const problem: Diagnostic = {
    code: "overlay-conflict",
    severity: "error",
    message,
    help,
    pointer: action.pointer,
  };
  return { value: document, diagnostics: [problem] };
}
