import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic, Severity } from "../diagnostics.js";
import { locate } from "../load/locate.js";
import type { Source, SourceSet } from "../load/source-set.js";
import type { TextRange } from "../load/wanted.js";
import type { Document } from "../upgrade/document.js";

// Turns diagnostics into what is shown: where they are, in which order, and how often.

/** A diagnostic at the place in the text that it blames. */
export interface LocatedDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  /** As the user would write it: relative to the working folder, or a URL. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The whole text, for code frames. */
  readonly text?: string;
  /** How many more there are of this kind. */
  readonly others: number;
}

export interface ReportOptions {
  /** Treats warnings as errors. */
  readonly strict?: boolean;
  /** Shows every warning, instead of the first of each kind. */
  readonly all?: boolean;
}

/** What the places of diagnostics are looked up in. Either may be absent if the run did not get that far. */
export interface Places {
  readonly sources?: Pick<SourceSet, "sources" | "overlays">;
  readonly document?: Pick<Document, "origin" | "uri">;
}

/** Selects what to show and looks up where it is. Errors come all; of each kind of warning, the first. */
export async function located(
  diagnostics: readonly Diagnostic[],
  places: Places,
  options: ReportOptions = {},
): Promise<LocatedDiagnostic[]> {
  const shown = selected(diagnostics, options);
  const origins = shown.map(({ diagnostic }) => originOf(diagnostic, places));
  const byUri = new Map<string, number[]>();
  for (const [index, { uri = "" }] of origins.entries()) byUri.set(uri, [...(byUri.get(uri) ?? []), index]);
  const results = new Map<number, LocatedDiagnostic>();
  for (const [uri, indexes] of byUri) {
    const source = sourceOf(uri, places);
    // One pass over the text finds all places in it.
    const pointers = indexes.map((index) => origins[index]?.pointer ?? "#");
    const ranges = source === undefined ? [] : await locate(source, pointers);
    for (const [position, index] of indexes.entries()) {
      const item = shown[index];
      if (item === undefined) continue;
      const { offset } = item.diagnostic;
      const range = offset === undefined ? ranges[position] : { start: offset, end: offset + 1 };
      const isWhole = offset === undefined && origins[index]?.pointer === undefined;
      const text = source?.text ?? item.diagnostic.text;
      results.set(index, withPlace(item, uri, text, isWhole ? undefined : range));
    }
  }
  return inReadingOrder(shown.flatMap((_, index) => results.get(index) ?? []));
}

/** What has no place first, then file by file from top to bottom: as whoever mends them goes. */
function inReadingOrder(diagnostics: readonly LocatedDiagnostic[]): LocatedDiagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const order = new Map(files.map((file, index) => [file, file === undefined ? -1 : index]));
  return [...diagnostics].sort(
    (a, b) =>
      (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

function sourceOf(uri: string, { sources }: Places): Source | undefined {
  return sources?.sources.get(uri) ?? sources?.overlays?.find((overlay) => overlay.uri === uri);
}

interface Selected {
  readonly diagnostic: Diagnostic;
  readonly others: number;
}

function selected(diagnostics: readonly Diagnostic[], { strict, all }: ReportOptions): Selected[] {
  const first = new Map<string, { diagnostic: Diagnostic; others: number }>();
  const shown: Selected[] = [];
  for (const found of diagnostics) {
    const diagnostic: Diagnostic = strict === true ? { ...found, severity: "error" } : found;
    const known = diagnostic.severity === "warning" && all !== true ? first.get(diagnostic.code) : undefined;
    if (known !== undefined) {
      known.others++;
      continue;
    }
    const entry = { diagnostic, others: 0 };
    shown.push(entry);
    if (diagnostic.severity === "warning") first.set(diagnostic.code, entry);
  }
  return shown;
}

function originOf({ uri, pointer }: Diagnostic, { document }: Places): { uri?: string; pointer?: string } {
  if (uri !== undefined) return pointer === undefined ? { uri } : { uri, pointer };
  if (document === undefined) return {};
  return pointer === undefined ? { uri: document.uri } : document.origin(pointer);
}

function withPlace(
  { diagnostic, others }: Selected,
  uri: string,
  text: string | undefined,
  range: TextRange | undefined,
): LocatedDiagnostic {
  const { code, severity, message, help } = diagnostic;
  const start = text === undefined || range === undefined ? undefined : positionAt(text, range.start);
  const end = text === undefined || range === undefined ? undefined : positionAt(text, range.end);
  return {
    code,
    severity,
    message,
    others,
    ...(help === undefined ? {} : { help }),
    ...(uri === "" ? {} : { file: displayName(uri) }),
    ...(start === undefined ? {} : { line: start.line, column: start.column }),
    ...(end === undefined ? {} : { endLine: end.line, endColumn: end.column }),
    ...(text === undefined ? {} : { text }),
  };
}

/** The line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** A file as the user would name it. */
function displayName(uri: string): string {
  if (uri === "stdin:") return "<stdin>";
  if (!uri.startsWith("file:")) return uri;
  const path = fileURLToPath(uri);
  const short = relative(process.cwd(), path);
  return short.startsWith("..") && short.length > path.length ? path : short;
}
