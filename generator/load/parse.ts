import type { Checked, Diagnostic } from "../diagnostics.js";
import { type DuplicateJsonKey, duplicateJsonKeys } from "./json-duplicates.js";
import { parseJson } from "./long-integers.js";
import type { Source } from "./source-set.js";
import type { YamlSyntaxError } from "./yaml.js";
import type { AliasError } from "./yaml-aliases.js";
import { forgiving } from "./yaml-options.js";
import { yamlRemedy } from "./yaml-remedies.js";

/** Parses the text of one file. The value is absent only if the text is neither JSON nor YAML. */
export async function parse(uri: string, input: string): Promise<Checked<Source | undefined>> {
  const text = input.startsWith("\uFEFF") ? input.slice(1) : input;
  // Descriptions are sometimes kept in files of their own.
  if (/\.(?:md|txt|html?)$/i.test(uri))
    return { value: { uri, text, format: "yaml", value: text }, diagnostics: [] };
  if (!/^\s*[{[]/.test(text)) return parseAsYaml(uri, text);
  try {
    const value = parseJson(text);
    // What is larger was written by a program, which has no key twice.
    const duplicates = text.length <= longestByHand ? duplicateJsonKeys(text) : [];
    return {
      value: { uri, text, format: "json", value },
      diagnostics: duplicates.map((duplicate) => duplicateDiagnostic(uri, text, duplicate)),
    };
  } catch (error) {
    // Flow-style YAML looks like JSON, with comments, trailing commas or unquoted keys.
    const yaml = await parseAsYaml(uri, text);
    if (yaml.value !== undefined) return yaml;
    return { value: undefined, diagnostics: [jsonDiagnostic(uri, text, error, yaml.diagnostics[0]?.offset)] };
  }
}

async function parseAsYaml(uri: string, text: string): Promise<Checked<Source | undefined>> {
  // Loaded here, because whoever reads JSON should not wait for it.
  const { parseYaml, YamlSyntaxError } = await import("./yaml.js");
  const { AliasError } = await import("./yaml-aliases.js");
  try {
    const { value, documents, duplicates, events } = parseYaml(text);
    const diagnostics = duplicates.map((duplicate) => duplicateDiagnostic(uri, text, duplicate));
    if (documents > 1) diagnostics.push(severalDocuments(uri, documents));
    return { value: { uri, text, format: "yaml", value, events }, diagnostics };
  } catch (error) {
    if (error instanceof AliasError)
      return { value: undefined, diagnostics: [aliasDiagnostic(uri, text, error)] };
    if (error instanceof YamlSyntaxError) return await reparse(uri, text, error);
    throw error;
  }
}

const longestByHand = 250_000;

function duplicateDiagnostic(
  uri: string,
  text: string,
  { key, firstOffset, offset }: DuplicateJsonKey,
): Diagnostic {
  return {
    code: "duplicate-key",
    severity: "warning",
    message: `The key "${key}" was there already, on line ${lineAt(text, firstOffset)}; the last one counts.`,
    help: "Remove or rename one of the two.",
    uri,
    offset,
  };
}

function severalDocuments(uri: string, documents: number): Diagnostic {
  return {
    code: "several-documents",
    severity: "warning",
    message: `The file holds ${documents} YAML documents, divided by "---"; only the first is read.`,
    help: "Put each document in a file of its own.",
    uri,
  };
}

function aliasDiagnostic(uri: string, text: string, { message, offset }: AliasError): Diagnostic {
  return {
    code: "yaml-alias-loop",
    severity: "error",
    message: `The YAML cannot be read as a tree: ${message}.`,
    help: 'Use "$ref" for what is recursive.',
    uri,
    text,
    offset,
  };
}

/** Engines do not always say where JSON is broken; the second reading as YAML has stumbled over the same place. */
function jsonDiagnostic(uri: string, text: string, error: unknown, fallback: number | undefined): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  const reason = message.replace(
    /,? *(?:\.\.\.)?".*" is not valid JSON$|(?: in JSON)?(?: at position \d+.*)?$/s,
    "",
  );
  const isCutShort = /end of JSON|Unterminated/.test(message);
  const offset = position === undefined ? (isCutShort ? text.trimEnd().length : fallback) : Number(position);
  return {
    code: "syntax",
    severity: "error",
    message: `This is not valid JSON: ${reason}.`,
    uri,
    text,
    ...(offset === undefined ? {} : { offset }),
  };
}

/**
 * What js-yaml refuses gets a second reading by `yaml`, which forgives what nobody can misunderstand (a closing brace
 * that is not indented), and otherwise reports all errors at once. It takes eight times as long, so it is not the first.
 */
async function reparse(
  uri: string,
  text: string,
  error: YamlSyntaxError,
): Promise<Checked<Source | undefined>> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, forgiving);
  // It has no limit of depth but the stack's, which the first reading has told of better.
  if (document.errors.some(({ message }) => message.includes("call stack")))
    return { value: undefined, diagnostics: [syntaxDiagnostic(uri, text, error.message, error.offset)] };
  if (document.errors.length > 0) {
    const diagnostics = document.errors
      // Two rules may be broken by one mistake: then the first says more.
      .filter(({ pos }, index, errors) => pos[0] !== errors[index - 1]?.pos[0])
      .slice(0, maxSyntaxErrors)
      .map(({ message, pos, code }) => syntaxDiagnostic(uri, text, message, pos[0], yamlRemedy(code)));
    return { value: undefined, diagnostics };
  }
  try {
    return {
      value: { uri, text, format: "yaml", value: document.toJS({ maxAliasCount: 10_000 }) },
      diagnostics: [],
    };
  } catch {
    // Values of its aliases cannot be built: then what the first reading said is all there is to say.
    return { value: undefined, diagnostics: [syntaxDiagnostic(uri, text, error.message, error.offset)] };
  }
}

/** One mistake often makes the rest of the text look wrong. */
const maxSyntaxErrors = 5;

function syntaxDiagnostic(
  uri: string,
  text: string,
  reason: string,
  offset: number | undefined,
  help?: string,
): Diagnostic {
  return {
    code: "syntax",
    severity: "error",
    message: `This is not valid YAML: ${reason.replace(/\.$/, "")}.`,
    ...(help === undefined ? {} : { help }),
    uri,
    text,
    ...(offset === undefined ? {} : { offset }),
  };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
