import type { Checked, Diagnostic } from "../diagnostics.js";
import { isObject, type JsonObject } from "../load/pointer.js";
import { shown } from "../load/shown.js";
import type { Source } from "../load/source-set.js";

/** The version whose rules apply to a document. */
export type Version = "2.0" | "3.0" | "3.1" | "3.2";

export interface Detected {
  readonly version: Version;
  /** As the document spells it; what was assumed if it says nothing. */
  readonly declaredVersion: string;
  readonly root: JsonObject;
}

/** Finds out which OpenAPI a document is. The value is absent if it is something else. */
export function detect(source: Source): Checked<Detected | undefined> {
  const root = source.value;
  if (!isObject(root)) return notOpenApi(source, describeText(source.text) ?? describeValue(root));
  const declared = root.openapi ?? root.swagger;
  if (isVersionLike(declared)) {
    const declaredVersion = spelled(declared);
    const version = versionOf(declaredVersion);
    if (version !== undefined) return { value: { version, declaredVersion, root }, diagnostics: [] };
    if (declaredVersion.startsWith("1."))
      return notOpenApi(source, `Swagger ${declaredVersion}, which nobody reads any more`);
    const assumed = looksLike(root) === "2.0" ? "2.0" : "3.2";
    return assume(source, root, assumed, declaredVersion, {
      code: "version-unknown",
      message: `There is no OpenAPI "${declaredVersion}"; the document is read as ${assumed}.`,
      pointer: root.openapi === undefined ? "#/swagger" : "#/openapi",
    });
  }
  const other = otherFormats.find(({ matches }) => matches(root))?.name ?? describeText(source.text);
  if (other !== undefined) return notOpenApi(source, other);
  const assumed = looksLike(root);
  if (assumed === undefined) return notOpenApi(source, describeKeys(root));
  return assume(source, root, assumed, assumed, {
    code: "version-missing",
    message: `The document has no "openapi" field; it looks like ${assumed}, and is read as such.`,
  });
}

function assume(
  source: Source,
  root: JsonObject,
  version: Version,
  declaredVersion: string,
  problem: Pick<Diagnostic, "code" | "message" | "pointer">,
): Checked<Detected> {
  const help =
    version === "2.0"
      ? 'Declare it with "swagger: "2.0"".'
      : 'Declare it, for example with "openapi: 3.1.0".';
  return {
    value: { version, declaredVersion, root },
    diagnostics: [{ severity: "warning", help, uri: source.uri, ...problem }],
  };
}

function isVersionLike(value: unknown): value is string | number {
  return (typeof value === "string" && /^\s*v?\d/.test(value)) || typeof value === "number";
}

/** YAML reads an unquoted `3.0` as the number 3. */
function spelled(declared: string | number): string {
  const text = String(declared).trim().replace(/^v/, "");
  return text.includes(".") ? text : `${text}.0`;
}

function versionOf(declaredVersion: string): Version | undefined {
  const [major, minor] = declaredVersion.split(".");
  if (major === "2") return "2.0";
  const version = `${major}.${minor}`;
  return version === "3.0" || version === "3.1" || version === "3.2" ? version : undefined;
}

/** What a document without a usable version most likely is. */
function looksLike(root: JsonObject): Version | undefined {
  const has = (...keys: string[]): boolean => keys.some((key) => isObject(root[key]));
  if (!has("paths", "components", "webhooks", "definitions")) return undefined;
  if (
    has("definitions", "securityDefinitions") ||
    typeof root.host === "string" ||
    typeof root.basePath === "string"
  ) {
    return has("paths") ? "2.0" : undefined;
  }
  return has("paths", "webhooks") || has("components") ? "3.1" : undefined;
}

/** Documents that people mistake for OpenAPI, or pass by accident. */
const otherFormats: readonly { readonly name: string; matches(root: JsonObject): boolean }[] = [
  { name: "an AsyncAPI document", matches: (root) => "asyncapi" in root },
  { name: "an Arazzo document", matches: (root) => "arazzo" in root },
  { name: "an OpenAPI Overlay", matches: (root) => "overlay" in root },
  { name: "a Swagger 1.x document", matches: (root) => "swaggerVersion" in root },
  {
    name: "a Postman collection",
    matches: (root) =>
      isObject(root.info) && ("_postman_id" in root.info || shown(root.info.schema).includes("postman")),
  },
  { name: "a Google API discovery document", matches: (root) => shown(root.kind).startsWith("discovery#") },
  { name: "a Kubernetes manifest", matches: (root) => "apiVersion" in root && "kind" in root },
  { name: "an HTTP archive (HAR)", matches: (root) => isObject(root.log) && "entries" in root.log },
  {
    name: "a JSON Schema",
    matches: (root) => "$schema" in root && !("paths" in root) && !("components" in root),
  },
  {
    name: "a package.json",
    matches: (root) => "name" in root && ("dependencies" in root || "scripts" in root),
  },
];

/** What a text evidently is, even if it can be read as YAML. */
function describeText(all: string): string | undefined {
  const text = all.trimStart();
  if (text === "") return "an empty file";
  if (/^<(?:!doctype|html)/i.test(text)) return "an HTML page";
  if (text.startsWith("<")) return "an XML document";
  if (text.startsWith("#%RAML")) return "a RAML document";
  if (/^(?:type|schema|extend|interface|input|enum|scalar|directive)\s/.test(text)) return "a GraphQL schema";
  if (/^syntax\s*=\s*"proto/.test(text)) return "a Protocol Buffers file";
  if (text.startsWith("PK\u0003\u0004")) return "a zip archive";
  if (text.includes("\0")) return "a binary file";
  if (/^\/[/*]/.test(text))
    return "a text that begins with a comment of JavaScript, which JSON does not have";
  return undefined;
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null || value === undefined ? "an empty document" : `a ${typeof value}`;
}

function describeKeys(root: JsonObject): string {
  const keys = Object.keys(root);
  if (keys.length === 0) return "an empty object";
  const shown = keys.slice(0, 4).map((key) => `"${key.slice(0, 40)}"`);
  return `an object with ${shown.join(", ")}${keys.length > shown.length ? " and more" : ""}`;
}

/** What to give in place of what was found. */
const remedies: Readonly<Record<string, string>> = {
  "an HTML page":
    "Give the address of the document itself, which such a page mostly links to: often /openapi.json, /swagger.json or /v3/api-docs.",
};

function notOpenApi(source: Source, found: string): Checked<undefined> {
  return {
    value: undefined,
    diagnostics: [
      {
        code: "not-openapi",
        severity: "error",
        message: `This is not an OpenAPI document: it is ${found}.`,
        help:
          remedies[found] ?? 'An OpenAPI document is an object with "openapi" (or "swagger") and "paths".',
        uri: source.uri,
      },
    ],
  };
}
