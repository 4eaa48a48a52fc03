import type { Checked, Diagnostic } from "../diagnostics.js";
import { contentHash } from "./content-hash.js";
import { decode } from "./decode.js";
import { parse } from "./parse.js";
import { pointerOf } from "./pointer.js";
import {
  type Reading,
  type ReadOptions,
  readEntry,
  referenceReader,
  uriOfInput,
  withoutLogin,
} from "./read.js";
import { ReadError } from "./read-error.js";
import { findReferences, landing, mayLeadOut, resolveReference } from "./references.js";
import { documentShape, type Shape } from "./shapes.js";
import type { Missing, Source, SourceSet } from "./source-set.js";

export interface LoadOptions extends ReadOptions {
  /** Changes the entry before its references are followed: overlays may add some. */
  readonly edit?: (entry: Source) => Promise<Checked<Source>>;
}

/**
 * Reads the entry document (a path, a URL, or `-` for standard input) and every file that it refers to.
 * The value is absent only if the entry itself cannot be read.
 */
export async function load(named: string, given: LoadOptions = {}): Promise<Checked<SourceSet | undefined>> {
  const { input, ...options } = withoutLogin({ ...given, input: named });
  const requestedUri = uriOfInput(input);
  const reading = await read(requestedUri, (uri) => readEntry(uri, options));
  if (reading.source === undefined) {
    const isParsed = reading.reason === undefined;
    return { value: undefined, diagnostics: isParsed ? reading.diagnostics : [unreadable(input, reading)] };
  }
  const edited = await options.edit?.(reading.source);
  const entry = edited?.value ?? reading.source;
  const sources = new Map([[entry.uri, entry]]);
  const missing = new Map<string, Missing>();
  const diagnostics = [...reading.diagnostics, ...(edited?.diagnostics ?? [])];

  const readReferenced = await referenceReader(entry.uri, requestedUri, options);
  const walked = new Set<string>();
  const selfContained = new Set<Source>();
  if (entry.isEdited !== true && !mayLeadOut(entry.text)) selfContained.add(entry);
  let places: Place[] = [{ uri: entry.uri, fragment: "", shape: documentShape }];
  while (places.length > 0) {
    const unread = new Set(
      places.map(({ uri }) => uri).filter((uri) => !sources.has(uri) && !missing.has(uri)),
    );
    for (const { uri, source, reason, help, diagnostics: found } of await readAll(
      [...unread],
      readReferenced,
    )) {
      diagnostics.push(...found);
      if (source === undefined) {
        missing.set(uri, {
          reason: reason ?? "it is neither JSON nor YAML",
          ...(help === undefined ? {} : { help }),
        });
        continue;
      }
      // A redirect gives one text two addresses.
      sources.set(uri, source).set(source.uri, source);
      if (!mayLeadOut(source.text)) selfContained.add(source);
    }
    places = places.flatMap((place) => {
      const source = sources.get(place.uri);
      const key = `${place.uri}#${place.fragment} ${place.shape.name}`;
      if (source === undefined || selfContained.has(source) || walked.has(key)) return [];
      walked.add(key);
      return placesIn(place, source);
    });
  }
  return { value: { entry, sources, missing }, diagnostics };
}

/** A place that has to be searched for references, as an object of some shape. */
interface Place {
  readonly uri: string;
  readonly fragment: string;
  readonly shape: Shape;
}

/** The places that one place refers to. */
function placesIn(place: Place, source: Source): Place[] {
  const end = landing(source.value, place.fragment);
  if (end.kind === "detour") {
    const target = resolveReference(end.ref, source.uri);
    if (target === undefined) return [];
    return [
      { uri: target.uri, fragment: target.fragment + pointerOf(end.rest).slice(1), shape: place.shape },
    ];
  }
  const found: Place[] = [];
  // An anchor (`#pet`) can be anywhere in its file, so the file is searched as a whole.
  const value = place.fragment === "" || place.fragment.startsWith("/") ? end.value : source.value;
  findReferences(value, place.shape, ({ text, shape }) => {
    // The walk of a whole document has been or will be there.
    if (
      place.shape === documentShape &&
      /^#\/(?:components|definitions|parameters|responses|paths)\//.test(text)
    )
      return;
    const target = resolveReference(text, source.uri);
    if (target !== undefined) found.push({ ...target, shape });
  });
  return found;
}

interface Outcome {
  /** As asked for, even if the server redirected. */
  readonly uri: string;
  readonly source: Source | undefined;
  readonly reason?: string;
  readonly help?: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

async function read(uri: string, readContent: (uri: string) => Promise<Reading>): Promise<Outcome> {
  try {
    const { uri: from, content } = await readContent(uri);
    const { value, diagnostics } = await parse(from, await decode(content));
    return { uri, source: value && { ...value, hash: contentHash(content) }, diagnostics };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { uri, source: undefined, reason: error.message, help: error.help, diagnostics: [] };
  }
}

/** More open files at once gain nothing, and run into the system's limit. */
const maxOpenFiles = 32;

async function readAll(
  uris: readonly string[],
  readContent: (uri: string) => Promise<Reading>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = uris.entries();
  const worker = async (): Promise<void> => {
    // The workers share one iterator; results keep the order of `uris`, so that diagnostics do too.
    for (const [index, uri] of waiting) outcomes[index] = await read(uri, readContent);
  };
  await Promise.all(Array.from({ length: Math.min(maxOpenFiles, uris.length) }, worker));
  return outcomes;
}

function unreadable(input: string, { reason, help }: Outcome): Diagnostic {
  return {
    code: "input-unreadable",
    severity: "error",
    message: `"${input}" cannot be read: ${reason}.`,
    ...(help === undefined ? {} : { help }),
  };
}
