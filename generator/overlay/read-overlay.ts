import { shown } from "../load/shown.js";
// The Overlay document as a strict value: https://spec.openapis.org/overlay/v1.1.0.html, of which 1.0 is a subset
// but for `copy`.

import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { isObject } from "../load/pointer.js";
import { nearest } from "../near-miss.js";

export interface Overlay {
  readonly actions: readonly Action[];
}

export type Action = {
  /** A JSONPath query, RFC 9535. */
  readonly target: string;
  /** Where the action stands in the overlay's file. */
  readonly pointer: Pointer;
} & (
  | { readonly kind: "update"; readonly update: unknown }
  /** Overlay 1.1: a query for the one node whose value is merged into the targets. */
  | { readonly kind: "copy"; readonly from: string }
  | { readonly kind: "remove" }
);

const actionFields = ["target", "description", "update", "copy", "remove"];

/** Reads the parsed overlay of the file `uri`. Actions that mean nothing are left out, with an error. */
export function readOverlay(value: unknown, uri: string): Checked<Overlay> {
  if (!isObject(value) || !Object.hasOwn(value, "overlay")) {
    return failed(
      uri,
      "#",
      'This is not an overlay: it has no "overlay" field.',
      'Start it with "overlay: 1.0.0".',
    );
  }
  const diagnostics: Diagnostic[] = [];
  // YAML reads an unquoted `1.0` as the number 1.
  const version = shown(value.overlay);
  const [, major, minor = "0"] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major !== "1") {
    return failed(
      uri,
      "#/overlay",
      `Overlay version "${version}" is not known.`,
      "Use version 1.0.0 or 1.1.0.",
    );
  }
  if (Number(minor) > 1) {
    diagnostics.push({
      code: "overlay-version",
      severity: "warning",
      message: `Overlay version "${version}" is newer than this generator and was read as 1.1.`,
      pointer: "#/overlay",
      uri,
    });
  }
  if (!Array.isArray(value.actions)) {
    return failed(
      uri,
      "#",
      'The overlay has no list of "actions".',
      'Add "actions", a list of { target, update | remove }.',
    );
  }
  const actions: Action[] = [];
  for (const [index, entry] of value.actions.entries()) {
    const read = readAction(entry, `#/actions/${index}`, uri);
    diagnostics.push(...read.diagnostics);
    if (read.value !== undefined) actions.push(read.value);
  }
  return { value: { actions }, diagnostics };
}

function readAction(entry: unknown, pointer: Pointer, uri: string): Checked<Action | undefined> {
  const invalid = (message: string, help: string): Checked<undefined> => ({
    value: undefined,
    diagnostics: [{ code: "overlay-invalid", severity: "error", message, help, pointer, uri }],
  });
  if (!isObject(entry))
    return invalid("An action is not an object.", "Write { target, update } or { target, remove: true }.");
  const { target } = entry;
  if (typeof target !== "string")
    return invalid('An action has no "target".', 'Give it one, such as "$.info".');

  // The specification lets `remove` win over the others.
  if (entry.remove === true)
    return { value: { kind: "remove", target, pointer }, diagnostics: unknownFields(entry, pointer, uri) };
  if (entry.remove !== undefined && entry.remove !== false) {
    return invalid(
      `"remove" of the action on "${target}" is not a boolean.`,
      "Write true or false, without quotes.",
    );
  }
  const hasUpdate = Object.hasOwn(entry, "update");
  if (Object.hasOwn(entry, "copy")) {
    if (hasUpdate)
      return invalid(`The action on "${target}" has both "update" and "copy".`, "Split it into two actions.");
    if (typeof entry.copy !== "string")
      return invalid(
        `"copy" of the action on "${target}" is not a JSONPath.`,
        'Write a query such as "$.info".',
      );
    return {
      value: { kind: "copy", target, from: entry.copy, pointer },
      diagnostics: unknownFields(entry, pointer, uri),
    };
  }
  if (hasUpdate) {
    return {
      value: { kind: "update", target, update: entry.update, pointer },
      diagnostics: unknownFields(entry, pointer, uri),
    };
  }
  return {
    value: undefined,
    diagnostics: [
      ...unknownFields(entry, pointer, uri),
      {
        code: "overlay-no-effect",
        severity: "warning",
        message: `The action on "${target}" does nothing.`,
        help: 'Add "update", "copy" or "remove: true".',
        pointer,
        uri,
      },
    ],
  };
}

function unknownFields(
  entry: Readonly<Record<string, unknown>>,
  pointer: Pointer,
  uri: string,
): Diagnostic[] {
  return Object.keys(entry)
    .filter((field) => !actionFields.includes(field) && !field.startsWith("x-"))
    .map((field) => {
      const meant = nearest(field, actionFields);
      return {
        code: "overlay-unknown-field",
        severity: "warning",
        message: `An action has no field "${field}"; it was ignored.`,
        help: meant === undefined ? `The fields are ${actionFields.join(", ")}.` : `Did you mean "${meant}"?`,
        pointer,
        uri,
      };
    });
}

function failed(uri: string, pointer: Pointer, message: string, help: string): Checked<Overlay> {
  return {
    value: { actions: [] },
    diagnostics: [{ code: "overlay-invalid", severity: "error", message, help, pointer, uri }],
  };
}
