import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import type { Response } from "./api.js";
import { docsOf } from "./docs.js";
import { readHeaders } from "./headers.js";
import { readContent } from "./media-types.js";
import { jsonContent, misplacedSchema } from "./misplaced-schemas.js";
import { misspeltFields } from "./misspelt-fields.js";
import type { Located, References } from "./references.js";
import type { Schemas } from "./schemas.js";
import { noDocs } from "./types.js";
import { unexpected } from "./unexpected.js";

/** RFC 9110 §15: these never have content, whatever a document says. */
const withoutContent: ReadonlySet<string> = new Set(["204", "205", "304"]);

/** Reads responses. Errors tend to be shared by all operations, and are read once. */
export class Responses {
  readonly #schemas: Schemas;
  readonly #references: References;
  readonly #read = new Map<Pointer, Response>();

  constructor(schemas: Schemas, references: References) {
    this.#schemas = schemas;
    this.#references = references;
  }

  /** Explicit codes, then ranges, then `default`. An operation without responses may answer anything. */
  ofOperation(value: unknown, at: Pointer, method: string): Checked<readonly Response[]> {
    const responses = new Map<string, Response>();
    const diagnostics: Diagnostic[] = unexpected(value, "object", at);
    for (const [code, declared] of Object.entries(isObject(value) ? value : {})) {
      if (code.startsWith("x-")) continue;
      const pointer = `${at}/${escapeSegment(code)}`;
      const status = statusOf(code);
      // A text is what the response means.
      const value = typeof declared === "string" ? { description: declared } : (declared ?? {});
      const resolved = this.#references.resolve({ value, pointer });
      if (status === undefined || resolved === undefined) diagnostics.push(invalid(code, pointer));
      else {
        const response = this.#response(resolved, pointer, status, method);
        diagnostics.push(...response.diagnostics);
        responses.set(status, response.value);
      }
    }
    if (responses.size === 0) {
      responses.set("default", { status: "default", docs: noDocs, content: [], headers: [], source: at });
    }
    const sorted = [...responses.values()].sort((a, b) => rank(a.status) - rank(b.status) || order(a, b));
    return { value: sorted, diagnostics };
  }

  #response(located: Located<JsonObject>, at: Pointer, status: string, method: string): Checked<Response> {
    const { pointer } = located;
    // Only what a reference names can be shared, and its problems are told once.
    let read = pointer === at ? undefined : this.#read.get(pointer);
    let diagnostics: readonly Diagnostic[] = [];
    if (read === undefined) {
      const misplaced = misplacedSchema(located, at, "response");
      const value = misplaced === undefined ? located.value : jsonContent(misplaced);
      const content = readContent(value.content, `${pointer}/content`, this.#schemas, this.#references);
      const problems =
        misplaced === undefined ? misspeltFields(value, "response", pointer) : [misplaced.problem];
      diagnostics = [...problems, ...content.diagnostics];
      read = {
        status,
        docs: docsOf(value),
        content: content.value,
        headers: readHeaders(value.headers, `${pointer}/headers`, this.#schemas, this.#references),
        source: pointer,
      };
      if (pointer !== at) this.#read.set(pointer, read);
    }
    const hasContent = method !== "HEAD" && !withoutContent.has(status);
    if (read.status === status && (hasContent || read.content.length === 0))
      return { value: read, diagnostics };
    return { value: { ...read, status, content: hasContent ? read.content : [] }, diagnostics };
  }
}

/** `200`, `4XX` or `default` from the many spellings; YAML reads `200:` as a number, people write `2xx`. */
function statusOf(code: string): string | undefined {
  if (/^[1-5]\d\d$/.test(code)) return code;
  if (/^[1-5]xx$/i.test(code)) return code.toUpperCase();
  return code.toLowerCase() === "default" ? "default" : undefined;
}

function rank(status: string): number {
  if (status === "default") return 2;
  return status.endsWith("X") ? 1 : 0;
}

function order(a: Response, b: Response): number {
  return a.status < b.status ? -1 : 1;
}

function invalid(code: string, pointer: Pointer): Diagnostic {
  return {
    code: "invalid-response",
    severity: "warning",
    message: `The response "${code}" is left out: it has no valid status, or no content that can be read.`,
    help: 'Use a status such as "404", a range such as "4XX", or "default".',
    pointer,
  };
}
